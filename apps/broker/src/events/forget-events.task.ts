import type { Task } from '../jobs/task.js';
import type { EventLedger } from './event-ledger.js';

/** What an event did stays in the audit trail; the event itself names people and is not needed longer. */
export class ForgetEventsTask implements Task {
  readonly name = 'forget_dingtalk_events';
  readonly everySeconds = 3_600;

  constructor(private readonly ledger: EventLedger) {}

  async run(_payload: unknown, signal: AbortSignal): Promise<void> {
    await this.ledger.forget(signal);
  }
}
