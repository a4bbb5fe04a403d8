import type { KeyRing } from '@app/vault';
import type { Task } from '../jobs/task.js';

/** Counts what is sealed with each key, so that nobody who looks at the keys has to wait for it. */
export class CountSealed implements Task {
  readonly name = 'count_sealed';
  readonly everySeconds = 600;

  constructor(private readonly ring: KeyRing) {}

  async run(): Promise<void> {
    await this.ring.count();
    await this.ring.forgetReplicas();
  }
}
