import type { Database } from '@app/database';

/** Refreshes of one application that DingTalk did not answer definitely, of late. */
interface RefreshTrouble {
  readonly application: string;
  readonly count: number;
  /** What came most often: DingTalk's code, `http_500` or the like, or `no_answer`. */
  readonly answer: string;
  readonly lastAt: Date;
  /** When the latest of them is tried again. */
  readonly retryAt: Date;
}

const troublesSql = `
  select application, sum(count)::int as count, (array_agg(answer order by count desc))[1] as answer, max(last_at) as "lastAt",
    max(retry_at) as "retryAt"
  from refresh_troubles where minute >= now() - make_interval(mins => $1) group by application order by 2 desc, 1`;

/** Of all applications together. */
const perBucketSql = `
  select date_bin(make_interval(secs => $2), minute, 'epoch') as at, sum(count)::int as count from refresh_troubles
  where minute >= date_bin(make_interval(secs => $2), now(), 'epoch') - make_interval(secs => $2) * ($1::int - 1) group by 1`;

const forgetSql = `delete from refresh_troubles where minute < now() - interval '35 days'`;

/** What went wrong between the broker and DingTalk when tokens were to be renewed. It ends no grant, so the trail does not have it. */
export class RefreshTroubles {
  constructor(private readonly database: Database) {}

  /** Within the last `minutes`, the application with most first. */
  async of(minutes: number): Promise<RefreshTrouble[]> {
    return this.database.query<RefreshTrouble & Record<string, unknown>>(troublesSql, [minutes]);
  }

  /** How many there were in each bucket that had any, by the bucket's beginning in milliseconds. */
  async series(buckets: number, bucketSeconds: number): Promise<ReadonlyMap<number, number>> {
    const rows = await this.database.query<{ at: Date; count: number }>(perBucketSql, [buckets, bucketSeconds]);
    return new Map(rows.map(({ at, count }) => [at.getTime(), count]));
  }

  async forget(): Promise<void> {
    await this.database.query(forgetSql);
  }
}
