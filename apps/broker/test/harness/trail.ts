import type pg from 'pg';

interface LaneNumbers {
  readonly lane: number;
  /** How many numbers the lane says it has given out. */
  readonly given: number;
  readonly records: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly distinct: number;
}

/** Lanes whose records are not numbered exactly 1 to n, n being what the lane has given out. Empty when every number is there once. */
export async function brokenLanes(pool: pg.Pool): Promise<LaneNumbers[]> {
  const { rows } = await pool.query<LaneNumbers>(
    `select l.lane::int as lane, l.seq::int as given, count(e.seq)::int as records, min(e.seq)::int as first,
       max(e.seq)::int as last, count(distinct e.seq)::int as distinct
     from handout_lanes l left join audit_events e on e.lane = l.lane group by l.lane, l.seq
     having count(e.seq) <> l.seq or count(distinct e.seq) <> l.seq or coalesce(max(e.seq), 0) <> l.seq`,
  );
  return rows;
}

/** A hand-out record as the trail keeps it. */
export interface HandoutRecord {
  readonly requestId: string;
  readonly outcome: string;
  readonly rule: string | null;
  readonly handoutId: string | null;
  readonly grantId: string | null;
}

/** Every record the hand-out statement wrote, in the order of requests' ids. */
export async function handoutRecords(pool: pg.Pool): Promise<HandoutRecord[]> {
  const { rows } = await pool.query<HandoutRecord>(
    `select request_id as "requestId", outcome, rule, handout_id as "handoutId", grant_id as "grantId" from audit_events
     where type in ('token.handed_out', 'handle.handed_out', 'gateway.called', 'handout.refused') order by request_id, occurred_at`,
  );
  return rows;
}

/** The record of one request; undefined unless there is exactly one. */
export async function recordOf(pool: pg.Pool, requestId: string): Promise<HandoutRecord | undefined> {
  const records = (await handoutRecords(pool)).filter((record) => record.requestId === requestId);
  return records.length === 1 ? records[0] : undefined;
}
