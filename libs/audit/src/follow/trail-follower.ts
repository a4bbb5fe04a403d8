import type { Database, Transaction } from '@app/database';
import { enterFollowerSql, everyRecord, type Followed, followerStateSql, lockFollowerSql } from './follow.sql.js';

/** What of one source was committed since last time: numbered above `after`, up to and including `upTo`. */
interface CommittedSpan<Source> {
  readonly source: Source;
  readonly after: number;
  readonly upTo: number;
}

/** What is to be worked on, source by source; of records as `committedRecordsSql` takes it for `$1` to `$3`. */
export type Committed<Source = number> = readonly [sources: Source[], afters: number[], upTos: number[]];

/** The committed records, as `e`: to be put behind `from` or `join`. One index lookup for each lane and partition. */
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

interface FollowOptions {
  /** Left out, it is every record. */
  readonly what: Followed;
  /** Of all lanes together, or of one replica. */
  readonly atOnce: number;
}

/** So many records that no transaction of a follower that has years before it is long. */
const EVERYTHING: FollowOptions = { what: everyRecord, atOnce: 20_000 };

/**
 * Reads the trail in the order in which it was committed, each record once: for what is counted or told from it. A place is kept for each lane,
 * not a time or an id, because a record that is committed late has an early time; checkpoints are read in the same way, by their replica. What
 * is made of it commits together with the place, so that nothing is counted twice and nothing left out, whatever is killed.
 */
export class TrailFollower<Source extends number | string = number> {
  /** `name` is the follower's own place in the trail; followers of one name on several replicas wait for each other. */
  constructor(
    private readonly database: Database,
    private readonly name: string,
    private readonly work: (tx: Transaction, committed: Committed<Source>) => Promise<void>,
    private readonly options = EVERYTHING,
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
      const { what, atOnce } = this.options;
      const spans = await tx.query<CommittedSpan<Source> & { goesOn: boolean }>(what.spansSql, [this.name, atOnce]);
      const sources = spans.map(({ source }) => source);
      const upTos = spans.map(({ upTo }) => upTo);
      if (spans.length > 0) {
        await this.work(tx, [sources, spans.map(({ after }) => after), upTos]);
        await tx.query(what.moveSql, [this.name, sources, upTos]);
      }
      const goesOn = spans.some((span) => span.goesOn);
      if (!goesOn) await tx.query(what.caughtUpSql, [this.name]);
      return goesOn;
    });
  }
}
