import type { ScopeUses } from '@app/audit';
import type { Task } from '../jobs/task.js';

/** Keeps who used which scope within seconds of the trail, so that whoever reviews entitlements waits for nothing. */
export class CountScopeUses implements Task {
  readonly name = 'count_scope_uses';
  readonly everySeconds = 5;

  constructor(private readonly uses: ScopeUses) {}

  async run(_: unknown, signal: AbortSignal): Promise<void> {
    await this.uses.count(signal);
  }
}
