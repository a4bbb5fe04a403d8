import type { Database } from '@app/database';
import type { AuditEvent } from './audit-reader.js';
import { auditEventColumns } from './sql/audit.sql.js';
import { recordHashSql } from './sql/record-line.sql.js';

/** One record with what proves it and what stands beside it. */
export interface AuditRecord extends AuditEvent {
  /** Hexadecimal: what the chain knows it by. */
  readonly hash: string;
  /** Whether its person was erased since, so that it says less than it did. */
  readonly erased: boolean;
  /** The first checkpoint that covers it; null: none does yet, or its lane is older than the chain. */
  readonly checkpoint: {
    readonly replica: string;
    readonly number: number;
    readonly at: string;
    readonly keyId: string;
  } | null;
  readonly newerId: string | null;
  readonly olderId: string | null;
}

/** Ids have no index of their own, and say when they were made; so near to it the record is, and in no case further. Seconds. */
const CLOCKS_APART = [5, 3_600];

const recordSql = `
  select ${auditEventColumns}, occurred_at::text as position, encode(coalesce(
      (select x.original_hash from audit_erasures x where x.lane = e.lane and x.seq = e.seq), ${recordHashSql('e')}), 'hex') as hash,
    exists (select from audit_erasures x where x.lane = e.lane and x.seq = e.seq) as erased,
    (select l.replica from handout_lanes l where l.lane = e.lane) as replica
  from audit_events e
  where id = $1 and occurred_at between to_timestamp($2) - make_interval(secs => $3) and to_timestamp($2) + make_interval(secs => $3)`;

const neighbourSql = (than: '<' | '>', order: 'desc' | 'asc') => `
  (select id from audit_events where (occurred_at, id) ${than} ($1::timestamptz, $2::uuid) order by occurred_at ${order}, id ${order} limit 1)`;

const neighboursSql = `select ${neighbourSql('>', 'asc')} as "newerId", ${neighbourSql('<', 'desc')} as "olderId"`;

const coveringSql = `
  select replica, number, body::jsonb ->> 'at' as at, key_id as "keyId" from (
    select * from audit_checkpoints where replica = $1 and created_at >= $4::timestamptz order by number limit 100
  ) c
  where exists (
    select from jsonb_array_elements(c.body::jsonb -> 'lanes') l where (l ->> 'lane')::bigint = $2 and (l ->> 'seq')::bigint >= $3
  ) order by number limit 1`;

type Row<Shape> = Shape & { readonly [column: string]: unknown };

/** Undefined if there is none of this id, or no longer. */
export async function auditRecord(database: Database, id: string): Promise<AuditRecord | undefined> {
  // The first 48 bits of a UUIDv7 are milliseconds since 1970 (RFC 9562 section 5.7).
  const madeAt = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16) / 1_000;
  for (const seconds of CLOCKS_APART) {
    const [found] = await database.query<Row<AuditRecord & { position: string; replica: string | null }>>(recordSql, [
      id,
      madeAt,
      seconds,
    ]);
    if (!found) continue;
    const { position, replica, ...record } = found;
    const [checkpoint] = await database.query<Row<NonNullable<AuditRecord['checkpoint']>>>(coveringSql, [
      replica,
      record.lane,
      record.seq,
      position,
    ]);
    const [neighbours] = await database.query<Row<Pick<AuditRecord, 'newerId' | 'olderId'>>>(neighboursSql, [
      position,
      id,
    ]);
    const { newerId = null, olderId = null } = neighbours ?? {};
    return { ...record, checkpoint: checkpoint ?? null, newerId, olderId };
  }
  return undefined;
}
