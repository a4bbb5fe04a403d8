import type { Task } from '../jobs/task.js';
import type { EventLedger } from './event-ledger.js';

/** A replica that is killed takes its job with it, for hours; an event does not wait that long. */
export class HealEventsTask implements Task {
  readonly name = 'heal_dingtalk_events';
  readonly everySeconds = 2;

  constructor(private readonly ledger: EventLedger) {}

  async run(): Promise<void> {
    await this.ledger.heal();
  }
}
