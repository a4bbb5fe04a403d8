import type { HandoutCounts } from '@app/audit';
import type { Task } from '../jobs/task.js';

/** Keeps how often each grant was used within half a minute of the trail: the longer between, the fewer rows are written. */
export class CountHandouts implements Task {
  readonly name = 'count_handouts';
  readonly everySeconds = 20;

  constructor(private readonly counts: HandoutCounts) {}

  async run(_: unknown, signal: AbortSignal): Promise<void> {
    await this.counts.count(signal);
  }
}
