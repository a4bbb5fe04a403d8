import type pg from 'pg';

/** Every row of a table with all its columns as text: two equal answers mean that nothing at all has changed. */
export async function rowsOf(pool: pg.Pool, table: string): Promise<string[]> {
  const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${table} t order by 1`);
  return rows.map(({ row }) => row);
}

export interface ConsentRecord {
  readonly type: string;
  readonly outcome: string;
}

/** What the audit trail says about consents, oldest first. */
export async function consentRecords(pool: pg.Pool): Promise<ConsentRecord[]> {
  const { rows } = await pool.query<ConsentRecord>(
    `select type, outcome from audit_events where type like 'consent.%' order by occurred_at, lane, seq`,
  );
  return rows;
}
