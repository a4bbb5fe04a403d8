import { recordHashSql } from '../sql/record-line.sql.js';

/** As times are written in a checkpoint. */
const nowSql = `to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Says that the replica is alive, and the time. Nothing if it has been shut. */
export const touchSql = `
  update audit_replicas set seen_at = now() where replica = $1 and shut_at is null returning ${nowSql} as at`;

/** Hashes of the records after one number as they were written, in the order of their numbers. */
export const hashesAfterSql = `
  select e.seq::int as seq, coalesce(x.original_hash, ${recordHashSql('e')}) as hash
  from audit_events e left join audit_erasures x on x.lane = e.lane and x.seq = e.seq
  where e.lane = $1 and e.seq > $2 order by e.seq limit $3`;

const columns = 'replica, number, body, signature, key_id, tags';

/** Nothing if the replica has been shut in the meantime, or if there is a checkpoint of this number. */
export const addCheckpointSql = `
  with alive as (update audit_replicas set seen_at = now() where replica = $1 and shut_at is null returning replica)
  insert into audit_checkpoints (${columns}) select replica, $2, $3, $4, $5, $6 from alive
  on conflict (replica, number) do nothing returning number`;

/** The last one of a replica, together with closing it. Nothing if somebody else was faster. */
export const addClosingCheckpointSql = `
  with closed as (
    update audit_replicas set closed_at = now() where replica = $1 and shut_at is not null and closed_at is null returning replica
  )
  insert into audit_checkpoints (${columns}) select replica, $2, $3, $4, $5, $6 from closed returning number`;

export const checkpointBodySql = 'select body from audit_checkpoints where replica = $1 and number = $2';

export const lastCheckpointSql = `
  select replica, number, body, signature, key_id as "keyId", tags from audit_checkpoints
  where replica = $1 order by number desc limit 1`;

/** The newest checkpoint of each of the replicas that were there last, without the one named. */
export const newestCheckpointsSql = `
  select r.replica, c.number, encode(sha256(convert_to(c.body, 'UTF8')), 'hex') as hash
  from (
    select replica from audit_replicas where replica <> $1 order by coalesce(closed_at, seen_at) desc limit $2
  ) r cross join lateral (
    select number, body from audit_checkpoints where replica = r.replica order by number desc limit 1
  ) c order by r.replica`;

/** Shuts the replica, so that nothing more can be written in its name. */
export const shutReplicaSql = 'update audit_replicas set shut_at = coalesce(shut_at, now()) where replica = $1';

/** Every replica signs what it has written whenever it says that it is there; one that is gone is covered until it last did. */
export const coveredUntilSql = 'select min(seen_at) as until from audit_replicas where closed_at is null';

/** Replicas that were not seen for a while, or that nobody has finished closing, and what they had. */
export const deadReplicasSql = `
  select replica from audit_replicas
  where closed_at is null and seen_at < now() - make_interval(secs => $1) and replica <> $2 order by seen_at limit 20`;

/** A replica that never made a checkpoint has no chain to close. */
export const closeUnannouncedSql = `
  update audit_replicas r set closed_at = now()
  where replica = $1 and shut_at is not null and closed_at is null
    and not exists (select from audit_checkpoints c where c.replica = r.replica)`;

export const timeSql = `select ${nowSql} as at`;
