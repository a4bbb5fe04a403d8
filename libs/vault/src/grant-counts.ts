import type { Database } from '@app/database';
import type { GrantState, NeedsConsentReason } from './grant.js';

/** Grants of one application in one state, for one reason. */
interface GrantCount {
  readonly application: string;
  readonly state: GrantState;
  readonly reason: NeedsConsentReason | null;
  readonly count: number;
  /** Those of them that carry less than was expected of their application. */
  readonly narrower: number;
}

interface Counted {
  /** Null: never. */
  readonly countedAt: Date | null;
  readonly counts: readonly GrantCount[];
}

/** Counting may take this share of all time, so that millions of grants are counted less often, not more expensively. */
const SHARE = 1 / 50;

const dueSql = `
  select coalesce((select counted_at + make_interval(secs => took_ms / 1000 / $1) <= clock_timestamp() from grant_counts_state), true) as due`;

const countSql = `
  with expected as (select * from jsonb_to_recordset($1::jsonb) as e(application text, scopes text[]))
  insert into grant_counts (application, state, reason, count, narrower)
  select g.application, g.state, coalesce(g.reason, ''), count(*),
    count(*) filter (where g.state = 'active' and g.channel = 'browser' and g.observed_at is not null and not g.scopes @> e.scopes)
  from grants g left join expected e on e.application = g.application group by 1, 2, 3`;

const rememberSql = `
  insert into grant_counts_state (counted_at, took_ms) values (now(), extract(epoch from clock_timestamp() - now()) * 1000)
  on conflict (only_row) do update set counted_at = excluded.counted_at, took_ms = excluded.took_ms`;

const countedSql = `
  select c.application, c.state, nullif(c.reason, '') as reason, c.count, c.narrower, s.counted_at as "countedAt"
  from grant_counts_state s left join grant_counts c on true order by c.application`;

/** How many grants there are, counted now and then instead of whenever somebody looks. */
export class GrantCounts {
  constructor(private readonly database: Database) {}

  /** Counts, unless it was done a moment ago. `expected`: what people's grants of each application should carry. */
  async count(expected: readonly { application: string; scopes: readonly string[] }[]): Promise<void> {
    const [{ due } = { due: true }] = await this.database.query<{ due: boolean }>(dueSql, [SHARE]);
    if (!due) return;
    await this.database.transaction(async (tx) => {
      await tx.query('delete from grant_counts');
      await tx.query(countSql, [JSON.stringify(expected)]);
      await tx.query(rememberSql);
    });
  }

  async read(): Promise<Counted> {
    const rows = await this.database.query<GrantCount & { countedAt: Date } & Record<string, unknown>>(countedSql);
    return { countedAt: rows[0]?.countedAt ?? null, counts: rows.filter(({ application }) => application !== null) };
  }
}
