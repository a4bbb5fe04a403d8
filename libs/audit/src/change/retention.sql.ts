import { recordHashSql } from '../sql/record-line.sql.js';

/** Partitions of months that ended so long ago, the oldest first; the name says which month it is. */
export const oldPartitionsSql = `
  select c.relname as name, (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month')::date::text as until
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'audit_events'::regclass and c.relname ~ '^audit_events_[0-9]{6}$'
    and (to_date(right(c.relname, 6), 'YYYYMM') + interval '1 month') at time zone 'UTC' <= now() - make_interval(days => $1)
  order by 1`;

/** Lanes with records before a time, whose they are, and the last number among those; on the index by lane, the newest first. */
export const lanesBeforeSql = `
  with recursive l as (
    (select lane from audit_events where occurred_at < $1 order by lane limit 1)
    union all
    select (select e.lane from audit_events e where e.lane > l.lane and e.occurred_at < $1 order by e.lane limit 1) from l where l.lane is not null
  )
  select h.replica, l.lane::int as lane, m.last::int as last from l
  join handout_lanes h on h.lane = l.lane
  cross join lateral (
    select seq as last from audit_events e where e.lane = l.lane and e.occurred_at < $1 order by e.seq desc limit 1
  ) m where l.lane is not null order by h.replica, l.lane`;

/** The newest checkpoint that says it was made before a time: where whoever verifies will begin. */
export const checkpointBeforeSql = `
  select body from audit_checkpoints where replica = $1 and (body::jsonb ->> 'at') collate "C" < $2 order by number desc limit 1`;

/** Where lanes stand in the newest checkpoint of a replica. */
export const newestBodySql = 'select body from audit_checkpoints where replica = $1 order by number desc limit 1';

/** Records of a lane after the checkpoint from which it will begin, and before the cut; what they were when they were written. */
export const betweenSql = `
  select e.lane::int as lane, e.seq::int as seq, coalesce(x.original_hash, ${recordHashSql('e')}) as hash
  from audit_events e left join audit_erasures x on x.lane = e.lane and x.seq = e.seq
  where e.lane = $1 and e.seq > $2 and e.occurred_at < $3 order by e.seq`;

export const forgetCutRecordsSql = 'delete from audit_cut_records';

export const addCutRecordsSql = `
  insert into audit_cut_records (lane, seq, hash) select * from unnest($1::bigint[], $2::bigint[], $3::bytea[])`;

export const moveCutSql = `
  insert into audit_cut (until, cut_id) values ($1, $2)
  on conflict (only_row) do update set until = excluded.until, cut_id = excluded.cut_id`;

/** Erasures whose record goes with the partitions: what they erased is older, and gone, too. */
export const forgetErasuresSql = `
  delete from audit_erasures where erasure_id in (
    select distinct x.erasure_id from audit_erasures x
    where not exists (
      select from audit_events e where e.id = x.erasure_id and e.type = 'person.erased' and e.occurred_at >= $1
    )
  )`;

export const defaultBeforeSql = 'select exists (select from audit_events_default where occurred_at < $1) as used';
