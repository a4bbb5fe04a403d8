import type { Database } from '@app/database';
import { forgetBucketsSql, openBucketsSql, takePermitsSql } from './sql/rates.sql.js';

/** One rate that hand-outs count against. */
export interface RateLimit {
  readonly callerId: string;
  /** Of the entitlement. */
  readonly position: number;
  /** The person, if it is the rate for any one of them; empty for all together. */
  readonly person: string;
  readonly perSecond: number;
}

/** What a bucket gave, and after how many milliseconds it has another one. */
export interface Given {
  readonly given: number;
  readonly nextInMs: number;
}

interface BucketRow {
  [column: string]: unknown;
  callerId: string;
  position: number;
  person: string;
  given: number;
  nextInMs: number;
}

/** The rows of `handout_rates`: one bucket for each rate, shared by all replicas. */
export class RateBuckets {
  constructor(private readonly database: Database) {}

  /** Of each at most as many as wanted, in the order given. Throws `DatabaseFailure`. */
  async take(wanted: readonly { readonly limit: RateLimit; readonly permits: number }[]): Promise<Given[]> {
    const given = await this.takeOf(wanted);
    const unopened = wanted.filter(({ limit }) => !given.has(keyOf(limit)));
    if (unopened.length > 0) {
      await this.database.query(openBucketsSql, keyColumns(unopened));
      for (const [key, answer] of await this.takeOf(unopened)) given.set(key, answer);
    }
    return wanted.map(({ limit }) => given.get(keyOf(limit)) ?? { given: 0, nextInMs: 0 });
  }

  /** Buckets that have been full for long: they are opened again when somebody asks. */
  async forget(): Promise<void> {
    await this.database.query(forgetBucketsSql);
  }

  private async takeOf(wanted: readonly { readonly limit: RateLimit; readonly permits: number }[]) {
    const rows = await this.database.query<BucketRow>(takePermitsSql, [
      ...keyColumns(wanted),
      wanted.map(({ limit }) => limit.perSecond),
      wanted.map(({ permits }) => permits),
    ]);
    return new Map<string, Given>(rows.map((row) => [keyOf(row), row]));
  }
}

export function keyOf({ callerId, position, person }: Pick<RateLimit, 'callerId' | 'position' | 'person'>): string {
  return `${callerId}/${position} ${person}`;
}

function keyColumns(wanted: readonly { readonly limit: RateLimit }[]): unknown[][] {
  return [
    wanted.map(({ limit }) => limit.callerId),
    wanted.map(({ limit }) => limit.position),
    wanted.map(({ limit }) => limit.person),
  ];
}
