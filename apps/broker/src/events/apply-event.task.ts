import type { Logger } from 'pino';
import { z } from 'zod';
import type { Task } from '../jobs/task.js';
import type { ApplyEvent } from './apply-event.js';
import type { CountEvent } from './event-inbox.js';
import type { EventLedger } from './event-ledger.js';
import { APPLY_EVENT, type StoredEvent } from './stored-event.js';

const job = z.object({ id: z.uuid() });

/** Applies one event. What fails is tried again by the ledger's clock, so that an event is never given up while it is kept. */
export class ApplyEventTask implements Task {
  readonly name = APPLY_EVENT;

  constructor(
    private readonly ledger: EventLedger,
    private readonly applyEvent: ApplyEvent,
    private readonly count: CountEvent,
    private readonly log: Logger,
  ) {}

  async run(payload: unknown, signal: AbortSignal): Promise<void> {
    const event = await this.ledger.take(job.parse(payload).id);
    if (!event) return;
    try {
      const done = await this.applyEvent.execute(event, signal);
      if (done) this.note(event, 'applied');
      else await this.ledger.giveBack(event);
    } catch (err) {
      const { application, type, eventId, attempts } = event;
      this.log.error({ application, type, eventId, attempts, err }, 'a DingTalk event could not be applied');
      this.note(event, 'failed');
      await this.ledger.fail(event, err instanceof Error ? err.name : 'unknown');
    }
  }

  private note({ application, type, via }: StoredEvent, outcome: 'applied' | 'failed'): void {
    this.count(application, type, via, outcome);
  }
}
