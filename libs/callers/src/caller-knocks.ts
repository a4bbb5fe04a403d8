import type { Database } from '@app/database';

/** Written down this long after the first of them, so that a caller that asks all the time costs one statement now and then. */
const WRITE_AFTER_MS = 2_000;

const addSql = `
  insert into caller_knocks as k (caller_id, hour, count, last_at)
  select id, date_trunc('hour', now(), 'UTC'), count, now() from unnest($1::uuid[], $2::int[]) as n(id, count)
  on conflict (caller_id, hour) do update set count = k.count + excluded.count, last_at = excluded.last_at`;

const recentSql = `
  select c.id as "callerId", c.name, c.disabled_at as "disabledAt", coalesce(sum(k.count), 0)::int as count, max(k.last_at) as "lastAt"
  from callers c left join caller_knocks k on k.caller_id = c.id and k.hour >= date_trunc('hour', now() - interval '1 day')
  where c.disabled_at is not null group by c.id order by c.name`;

const forgetSql = `delete from caller_knocks where hour < now() - interval '35 days'`;

/** A caller that is disabled, and how often it asked for an access token all the same within the last day. */
export interface DisabledCaller {
  readonly callerId: string;
  readonly name: string;
  readonly disabledAt: Date;
  readonly count: number;
  readonly lastAt: Date | null;
}

/** Disabled callers with good credentials that go on asking. Who is not known is not counted: anybody could make that grow. */
export class CallerKnocks {
  private readonly noted = new Map<string, number>();
  private writing: NodeJS.Timeout | undefined;

  /** What could not be written is lost: these are figures, not records. */
  constructor(
    private readonly database: Database,
    private readonly onTrouble: (cause: unknown) => void,
  ) {}

  note(callerId: string): void {
    this.noted.set(callerId, (this.noted.get(callerId) ?? 0) + 1);
    this.writing ??= setTimeout(() => void this.write(), WRITE_AFTER_MS).unref();
  }

  /** Every caller that is disabled now. */
  async recent(): Promise<DisabledCaller[]> {
    return this.database.query<DisabledCaller & Record<string, unknown>>(recentSql);
  }

  async forget(): Promise<void> {
    await this.database.query(forgetSql);
  }

  private async write(): Promise<void> {
    this.writing = undefined;
    const noted = [...this.noted];
    this.noted.clear();
    try {
      await this.database.query(addSql, [noted.map(([id]) => id), noted.map(([, count]) => count)]);
    } catch (cause) {
      this.onTrouble(cause);
    }
  }
}
