import type { Database } from '@app/database';
import { leaseSlotsSql, lockPoolSql, returnSlotsSql } from './sql/call-slots.sql.js';

/** One application's calls to one API. */
export interface Pool {
  readonly clientId: string;
  readonly api: string;
}

/** How long slots are leased; a replica that is killed keeps them from the others for as long. Seconds. */
export const LEASE_SECONDS = 5;
/** A call arrives at DingTalk at most this long after it was sent. Longer would have to be a network that holds packets back. Seconds. */
export const ARRIVAL_SECONDS = 2;
/** DingTalk counts calls of one second. */
export const WINDOW_SECONDS = 1;
/** What DingTalk allows an application of the standard edition (how-to-process-api-throttling); for client ids that are not registered. */
const CALLS_PER_SECOND = 20;

/** The rows of `call_slots`. */
export class SlotLease {
  constructor(
    private readonly database: Database,
    private readonly replica: string,
  ) {}

  /** The slots this replica may use for `LEASE_SECONDS` from before the call; `underWay` are kept whatever the others want. */
  async take({ clientId, api }: Pool, wanted: number, underWay: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(lockPoolSql, [clientId, api]);
      const [row] = await tx.query<{ target: number }>(leaseSlotsSql, [
        clientId,
        api,
        this.replica,
        wanted,
        underWay,
        LEASE_SECONDS,
        ARRIVAL_SECONDS + WINDOW_SECONDS,
        CALLS_PER_SECOND,
      ]);
      return row?.target ?? 0;
    });
  }

  async giveBack({ clientId, api }: Pool): Promise<void> {
    await this.database.query(returnSlotsSql, [clientId, api, this.replica]);
  }
}
