import { recordHashSql } from '../sql/record-line.sql.js';

export const oldestSql = `
  select to_char(date_trunc('day', min(occurred_at) at time zone 'UTC'), 'YYYY-MM-DD') as day from audit_events`;

export const todaySql = `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day`;

/** A person's records of one day that are not erased yet. */
export const recordsOfDaySql = `
  select e.corp_id as "corpId", e.occurred_at::text as "occurredAt", e.lane::int as lane, e.seq::int as seq, e.actor, e.user_id as "userId",
    e.details, e.union_id = $2 or e.grant_id = any($5) or (e.corp_id, e.user_id) in (select * from unnest($3::text[], $4::text[])) as about
  from audit_events e
  where e.occurred_at >= ($1::date)::timestamp at time zone 'UTC' and e.occurred_at < ($1::date + 1)::timestamp at time zone 'UTC'
    and (e.union_id = $2 or e.actor = 'person:' || $2 or e.grant_id = any($5)
      or (e.corp_id, e.user_id) in (select * from unnest($3::text[], $4::text[]))
      or strpos(e.details::text, to_json($2::text)::text) > 0)
    and not exists (select from audit_erasures x where x.lane = e.lane and x.seq = e.seq)
  order by e.occurred_at, e.lane, e.seq limit $6`;

/** Members of the person become the pseudonym, and what the line was and is goes into the list, in one statement. */
export const eraseRecordsSql = `
  with wanted as (
    select * from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::text[], $6::jsonb[])
      as w(corp_id, occurred_at, lane, seq, actor, details)
  ), original as materialized (
    select w.*, ${recordHashSql('e')} as hash from audit_events e join wanted w using (corp_id, occurred_at, lane, seq)
  ), erased as (
    update audit_events e set
      union_id = case when e.union_id is not null then $7 end, user_id = case when e.user_id is not null then $7 end,
      actor = o.actor, purpose = null, request_id = $8, details = o.details
    from original o
    where e.corp_id = o.corp_id and e.occurred_at = o.occurred_at and e.lane = o.lane and e.seq = o.seq
    returning e.lane, e.seq, o.hash as original, ${recordHashSql('e')} as erased
  )
  insert into audit_erasures (lane, seq, original_hash, erased_hash, erasure_id)
  select lane, seq, original, erased, $9 from erased returning seq`;

export const entriesSql = `
  select lane::int as lane, seq::int as seq, original_hash as original, erased_hash as erased from audit_erasures
  where erasure_id = $1 and (lane, seq) > ($2, $3) order by lane, seq limit $4`;
