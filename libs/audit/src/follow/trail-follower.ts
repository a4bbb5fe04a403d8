import type { Database, Transaction } from '@app/database';
import {
  caughtUpSql,
  committedSpansSql,
  enterFollowerSql,
  followerStateSql,
  lockFollowerSql,
  moveCursorsSql,
} from './follow.sql.js';

/** Records of one lane that were committed since last time: those numbered above `after`, up to and including `upTo`. */
interface CommittedSpan {
  readonly lane: number;
  readonly after: number;
  readonly upTo: number;
}

/** As `committedRecordsSql` takes them for `$1` to `$3`. */
export type CommittedRecords = readonly [lanes: number[], afters: number[], upTos: number[]];

/** The records of `CommittedRecords`, as `e`: to be put behind `from` or `join`. One index lookup for each lane and partition. */
export const committedRecordsSql = `unnest($1::bigint[], $2::bigint[], $3::bigint[]) as span(lane, after, up_to)
  cross join lateral (
    select * from audit_events where lane = span.lane and seq > span.after and seq <= span.up_to
  ) e`;

/** Since when a follower knows of everything, and up to when at least. */
export interface FollowerState {
  readonly trackedSince: Date;
  /** Null: it has never come to the end. */
  readonly caughtUpAt: Date | null;
}

/** Records at once, so that no transaction of a follower that has years before it is long. */
const RECORDS_AT_ONCE = 20_000;

/**
 * Reads the trail in the order in which it was committed, each record once: for what is counted or told from it. A place is kept for each lane,
 * not a time or an id, because a record that is committed late has an early time. What is made of the records commits together with
 * the place, so that nothing is counted twice and nothing left out, whatever is killed.
 */
export class TrailFollower {
  /** `name` is the follower's own place in the trail; followers of one name on several replicas wait for each other. */
  constructor(
    private readonly database: Database,
    private readonly name: string,
    private readonly work: (tx: Transaction, records: CommittedRecords) => Promise<void>,
  ) {}

  /** Works on what was committed before it was called, piece by piece; less if it is told to stop. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted && (await this.advance())) {}
  }

  /** Undefined before it has worked for the first time. */
  async state(): Promise<FollowerState | undefined> {
    const [state] = await this.database.query<FollowerState & Record<string, unknown>>(followerStateSql, [this.name]);
    return state;
  }

  /** True if there is more. */
  private async advance(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(enterFollowerSql, [this.name]);
      await tx.query(lockFollowerSql, [this.name]);
      const spans = await tx.query<CommittedSpan & { goesOn: boolean }>(committedSpansSql, [
        this.name,
        RECORDS_AT_ONCE,
      ]);
      const lanes = spans.map(({ lane }) => lane);
      const upTos = spans.map(({ upTo }) => upTo);
      if (spans.length > 0) {
        await this.work(tx, [lanes, spans.map(({ after }) => after), upTos]);
        await tx.query(moveCursorsSql, [this.name, lanes, upTos]);
      }
      const goesOn = spans.some((span) => span.goesOn);
      if (!goesOn) await tx.query(caughtUpSql, [this.name]);
      return goesOn;
    });
  }
}
