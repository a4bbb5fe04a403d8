import type { Database } from '@app/database';
import type { AuditKeys } from '../chain/audit-keys.js';
import type { Checkpoint, SeenCheckpoint } from '../chain/checkpoint.js';
import { cutSql } from '../sql/cut.sql.js';
import { recordLineSql } from '../sql/record-line.sql.js';
import type { Cut, CutRecord, ErasureEntry, FoundRecord, Trail } from './trail.js';

/** No more than a job can count to; what it is for is progress. */
const sizeSql = 'select least(coalesce(sum(seq), 0), 2147483647)::int as size from handout_lanes';

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

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Records of one number are told apart by their ids; there is one, unless somebody has inserted another. Those that retention removed
 * and whose hashes the chain still needs are among them.
 */
const recordsSql = `
  (select e.seq::int as seq, e.id, to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt",
    ${recordLineSql('e')} as line, x.erasure_id as "erasureId", x.original_hash as original, x.erased_hash as erased, null::bytea as removed
  from audit_events e left join audit_erasures x on x.lane = e.lane and x.seq = e.seq
  where e.lane = $1 and (e.seq, e.id) > ($2, $3) order by e.seq, e.id limit $4)
  union all
  (select seq::int, '${FIRST_ID}'::uuid, '', '', null, null, null, hash from audit_cut_records
  where lane = $1 and seq > $2 order by seq limit $4)
  order by seq, id limit $4`;

const erasuresSql = `
  with recursive x as (
    (select erasure_id from audit_erasures order by erasure_id limit 1)
    union all
    select (select e.erasure_id from audit_erasures e where e.erasure_id > x.erasure_id order by e.erasure_id limit 1)
    from x where x.erasure_id is not null
  )
  select erasure_id as id from x where erasure_id is not null`;

const erasureEntriesSql = `
  select lane::int as lane, seq::int as seq, original_hash as original, erased_hash as erased from audit_erasures
  where erasure_id = $1 and (lane, seq) > ($2, $3) order by lane, seq limit $4`;

const cutRecordsSql = `
  select lane::int as lane, seq::int as seq, hash from audit_cut_records where (lane, seq) > ($1, $2) order by lane, seq limit $3`;

const checkpointHashesSql = `
  select c.replica || ' ' || c.number as name, encode(sha256(convert_to(c.body, 'UTF8')), 'hex') as hash
  from unnest($1::uuid[], $2::int[]) n(replica, number) join audit_checkpoints c using (replica, number)`;

type RecordRow = Omit<FoundRecord, 'erasure'> & {
  readonly erasureId: string | null;
  readonly original: Buffer;
  readonly erased: Buffer;
} & Record<string, unknown>;

function foundOf({ seq, id, occurredAt, line, removed, erasureId, original, erased }: RecordRow): FoundRecord {
  return {
    seq,
    id,
    occurredAt,
    line,
    removed,
    erasure: erasureId === null ? null : { id: erasureId, original, erased },
  };
}

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
      const page = await this.database.query<RecordRow>(recordsSql, values);
      for (const row of page) yield foundOf(row);
      if (page.length < RECORDS_PAGE) return;
      last = page.at(-1) ?? last;
    }
  }

  async erasures(): Promise<string[]> {
    return (await this.database.query<{ id: string }>(erasuresSql)).map(({ id }) => id);
  }

  async *erasureEntries(id: string): AsyncGenerator<ErasureEntry> {
    for (let last = { lane: 0, seq: 0 }; ; ) {
      const values = [id, last.lane, last.seq, RECORDS_PAGE];
      const page = await this.database.query<ErasureEntry & Record<string, unknown>>(erasureEntriesSql, values);
      yield* page;
      if (page.length < RECORDS_PAGE) return;
      last = page.at(-1) ?? last;
    }
  }

  async cut(): Promise<Cut | undefined> {
    const [cut] = await this.database.query<Cut & Record<string, unknown>>(cutSql);
    return cut;
  }

  async *cutRecords(): AsyncGenerator<CutRecord> {
    for (let last = { lane: 0, seq: 0 }; ; ) {
      const values = [last.lane, last.seq, RECORDS_PAGE];
      const page = await this.database.query<CutRecord & Record<string, unknown>>(cutRecordsSql, values);
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
