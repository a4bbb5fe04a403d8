import type { Database, Transaction } from '@app/database';
import type { Jobs } from '../jobs/jobs.js';
import {
  failEventSql,
  finishEventSql,
  forgetEventsSql,
  lockUnappliedSql,
  prolongEventSql,
  takeDueSql,
  takeEventSql,
} from './events.sql.js';
import { applyJobOf, type StoredEvent } from './stored-event.js';

/** How long a try has until somebody else may take over; long work prolongs it. Seconds. */
const LEASE_SECONDS = 10;
/** The first pause after a failure, which doubles. Seconds. */
const PAUSE_SECONDS = 2;
const PAUSE_SECONDS_MAX = 3_600;
const DUE_AT_ONCE = 500;
const FORGOTTEN_AT_ONCE = 5_000;
/** DingTalk repeats an event within minutes; a month is for whoever asks what happened. */
export const EVENTS_KEPT_DAYS = 30;

/** Which events are still to be applied, and which have been. */
export class EventLedger {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /** Undefined if there is nothing left to do. */
  async take(id: string): Promise<StoredEvent | undefined> {
    const values = [id, LEASE_SECONDS];
    const [event] = await this.database.query<StoredEvent & Record<string, unknown>>(takeEventSql, values);
    return event;
  }

  /** Whoever is at it says that it goes on. */
  async prolong({ id }: StoredEvent): Promise<void> {
    await this.database.query(prolongEventSql, [id, LEASE_SECONDS]);
  }

  /** For somebody else to finish, now. */
  async giveBack({ id }: StoredEvent): Promise<void> {
    await this.database.query(prolongEventSql, [id, 0]);
  }

  /** The reason is a word of ours. It is tried again, after a pause that grows. */
  async fail({ id, attempts }: StoredEvent, reason: string): Promise<void> {
    const pause = Math.min(PAUSE_SECONDS * 2 ** Math.min(attempts, 20), PAUSE_SECONDS_MAX);
    await this.database.query(failEventSql, [id, reason, pause]);
  }

  /** False if it has been applied meanwhile. Hold it while the effect is written, and finish in the same transaction. */
  async lock(tx: Transaction, { id }: StoredEvent): Promise<boolean> {
    return (await tx.query(lockUnappliedSql, [id])).length === 1;
  }

  async finish(tx: Transaction, { id }: StoredEvent, effect: string): Promise<void> {
    await tx.query(finishEventSql, [id, effect]);
  }

  /** Adds a job for each event whose own was lost or failed. */
  async heal(): Promise<void> {
    await this.database.transaction(async (tx) => {
      const due = await tx.query<{ id: string }>(takeDueSql, [LEASE_SECONDS, DUE_AT_ONCE]);
      for (const { id } of due) await applyJobOf(this.jobs, tx, id);
    });
  }

  async forget(signal: AbortSignal): Promise<void> {
    let forgotten = FORGOTTEN_AT_ONCE;
    while (forgotten === FORGOTTEN_AT_ONCE && !signal.aborted) {
      forgotten = (await this.database.query(forgetEventsSql, [EVENTS_KEPT_DAYS, FORGOTTEN_AT_ONCE])).length;
    }
  }
}
