import type { Database } from '@app/database';
import type { AuditKeys } from '../chain/audit-keys.js';
import type { Checkpoint, SeenCheckpoint } from '../chain/checkpoint.js';
import { recordLineSql } from '../sql/record-line.sql.js';
import type { FoundRecord, Trail } from './trail.js';

const sizeSql = 'select coalesce(sum(seq), 0)::int as size from handout_lanes';

const RECORDS_PAGE = 2_000;
/** Each may bring the tags of ten seconds. */
const CHECKPOINTS_PAGE = 100;

/** From one lane to the next on the index, however many records are in them. */
const lanesSql = `
  with recursive l as (
    (select lane from audit_events order by lane limit 1)
    union all
    select (select e.lane from audit_events e where e.lane > l.lane order by e.lane limit 1) from l where l.lane is not null
  )
  select lane::int as lane from l where lane is not null`;

const replicasSql = `
  select replica, bool_or(closed) as closed from (
    select replica, closed_at is not null as closed from audit_replicas
    union all
    select distinct replica, false from audit_checkpoints
  ) r group by replica order by replica`;

const checkpointsSql = `
  select replica, number, body, signature, key_id as "keyId", tags from audit_checkpoints
  where replica = $1 and number > $2 order by number limit $3`;

/** Records of one number are told apart by their ids; there is one, unless somebody has inserted another. */
const recordsSql = `
  select seq::int as seq, id, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt",
    ${recordLineSql('e')} as line
  from audit_events e where lane = $1 and (seq, id) > ($2, $3) order by seq, id limit $4`;

const checkpointHashesSql = `
  select c.replica || ' ' || c.number as name, encode(sha256(convert_to(c.body, 'UTF8')), 'hex') as hash
  from unnest($1::uuid[], $2::int[]) n(replica, number) join audit_checkpoints c using (replica, number)`;

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/** The trail of the database, in short pages: a long reader would be in the way of those who write. */
export class StoredTrail implements Trail {
  constructor(
    private readonly database: Database,
    private readonly auditKeys: AuditKeys,
  ) {}

  keys() {
    return this.auditKeys.all();
  }

  /** How many records the lanes say they have. */
  async size(): Promise<number> {
    const [row] = await this.database.query<{ size: number }>(sizeSql);
    return row?.size ?? 0;
  }

  async lanes(): Promise<number[]> {
    return (await this.database.query<{ lane: number }>(lanesSql)).map(({ lane }) => lane);
  }

  async replicas(): Promise<{ replica: string; closed: boolean }[]> {
    return this.database.query<{ replica: string; closed: boolean }>(replicasSql);
  }

  async *checkpoints(replica: string, after = 0): AsyncGenerator<Checkpoint> {
    for (let last = after; ; ) {
      const values = [replica, last, CHECKPOINTS_PAGE];
      const page = await this.database.query<Checkpoint & Record<string, unknown>>(checkpointsSql, values);
      yield* page;
      if (page.length < CHECKPOINTS_PAGE) return;
      last = page.at(-1)?.number ?? last;
    }
  }

  async *records(lane: number, after = Number.MIN_SAFE_INTEGER): AsyncGenerator<FoundRecord> {
    for (let last = { seq: after, id: FIRST_ID }; ; ) {
      const values = [lane, last.seq, last.id, RECORDS_PAGE];
      const page = await this.database.query<FoundRecord & Record<string, unknown>>(recordsSql, values);
      yield* page;
      if (page.length < RECORDS_PAGE) return;
      last = page.at(-1) ?? last;
    }
  }

  async checkpointHashes(named: readonly Pick<SeenCheckpoint, 'replica' | 'number'>[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ name: string; hash: string }>(checkpointHashesSql, [
      named.map(({ replica }) => replica),
      named.map(({ number }) => number),
    ]);
    return new Map(rows.map(({ name, hash }) => [name, hash]));
  }
}
