import { createHash } from 'node:crypto';
import { recordHashSql } from '@app/audit';
import type pg from 'pg';

export interface ForgedErasure {
  /** Puts a record that says so at the end of the lane. Everything in it is right, but for that nobody was erased. */
  readonly record: string;
  /** Edits the record, and lists the change as if it were an erasure. */
  readonly attack: string;
}

/** Somebody who writes to the database rewrites one record of another in the name of an erasure that there never was. */
export async function forgedErasure(
  pool: pg.Pool,
  id: string,
  victim: { readonly lane: number; readonly seq: number },
  actsLane: number,
): Promise<ForgedErasure> {
  const { lane, seq } = victim;
  const { rows } = await pool.query<{ original: string; edited: string }>(
    `select encode(${recordHashSql('e')}, 'hex') as original, encode(${recordHashSql('n')}, 'hex') as edited
     from audit_events e cross join lateral jsonb_populate_record(e, '{"purpose": "innocent"}') n
     where e.lane = $1 and e.seq = $2`,
    [lane, seq],
  );
  const [{ original, edited }] = rows as [{ original: string; edited: string }];
  const digest = createHash('sha256').update(`${lane} ${seq} ${original} ${edited}\n`).digest('hex');
  const members = JSON.stringify({ id, type: 'person.erased', lane: actsLane, details: { records: 1, digest } });
  return {
    record: `with next as (update handout_lanes set seq = seq + 1 where lane = ${actsLane} returning seq)
      insert into audit_events select (jsonb_populate_record(e, '${members}'::jsonb || to_jsonb(next))).*
      from next, audit_events e order by e.occurred_at desc limit 1`,
    attack: `update audit_events set purpose = 'innocent' where lane = ${lane} and seq = ${seq};
      insert into audit_erasures (lane, seq, original_hash, erased_hash, erasure_id)
      values (${lane}, ${seq}, '\\x${original}', '\\x${edited}', '${id}')`,
  };
}
