import type { Database, Transaction } from '@app/database';

/** Months ahead for which a partition is kept ready, so that a broker left alone for a while does not fall into the default one. */
const MONTHS_AHEAD = 3;
/** Any number works as long as nothing else uses it; the lock keeps two replicas from making the same partition. */
const PARTITIONS_LOCK = 20_261_121;

/** Makes the partitions of this month and the next ones, and of so many before. Safe to call at every start and from every replica. */
export async function ensureAuditPartitions(database: Database, monthsBefore = 0): Promise<void> {
  const missing = await missingPartitions(database, monthsBefore);
  for (const partition of missing) await database.transaction((tx) => makePartition(tx, partition));
}

/** False with the number of records when the default partition is in use: partitions were not made in time. */
export async function auditPartitionsHealth(database: Database): Promise<{ ok: boolean; detail: string }> {
  const [row] = await database.query<{ used: boolean }>('select exists (select from audit_events_default) as used');
  if (row?.used) return { ok: false, detail: 'records fell into the default partition; make partitions and move them' };
  const missing = await missingPartitions(database);
  return missing.length > MONTHS_AHEAD - 1
    ? { ok: false, detail: 'no partition is ready for the next month' }
    : { ok: true, detail: `ready until ${MONTHS_AHEAD - missing.length} months from now` };
}

interface Partition {
  name: string;
  from: string;
  until: string;
}

async function missingPartitions(database: Database, monthsBefore = 0): Promise<Partition[]> {
  return database.query<Partition & Record<string, unknown>>(
    `select 'audit_events_' || to_char(month, 'YYYYMM') as name, month::text as from, (month + interval '1 month')::date::text as until
     from generate_series(-$2::int, $1::int) ahead,
       lateral (select (date_trunc('month', now() at time zone 'UTC') + make_interval(months => ahead))::date as month) m
     where to_regclass('audit_events_' || to_char(month, 'YYYYMM')) is null order by month`,
    [MONTHS_AHEAD, monthsBefore],
  );
}

/**
 * Attaching an existing table takes a weaker lock on the parent than creating a partition of it does, so hand-outs go on
 * meanwhile. Names and bounds come from the database's own clock, not from outside.
 */
async function makePartition(tx: Transaction, { name, from, until }: Partition): Promise<void> {
  await tx.query('select pg_advisory_xact_lock($1)', [PARTITIONS_LOCK]);
  const [present] = await tx.query<{ present: boolean }>('select to_regclass($1) is not null as present', [name]);
  if (present?.present) return;
  await tx.query(`create table ${name} (like audit_events including defaults including constraints)`);
  await tx.query(
    `alter table audit_events attach partition ${name} for values from ('${from} 00:00:00+00') to ('${until} 00:00:00+00')`,
  );
}
