import { recordHashSql } from '../sql/record-line.sql.js';

export const oldestSql = `
  select to_char(date_trunc('day', min(occurred_at) at time zone 'UTC'), 'YYYY-MM-DD') as day from audit_events`;

export const todaySql = `select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day`;

/** Records of one day that may be of a person and are not erased yet, from one record on. Those that are about somebody else may only mention them. */
export const recordsOfDaySql = `
  select e.corp_id as "corpId", e.occurred_at::text as "occurredAt", e.lane::int as lane, e.seq::int as seq, e.actor, e.purpose,
    e.details, e.union_id = $2 or e.grant_id = any($5) or (e.corp_id, e.user_id) in (select * from unnest($3::text[], $4::text[])) is true as about
  from audit_events e
  where e.occurred_at >= ($1::date)::timestamp at time zone 'UTC' and e.occurred_at < ($1::date + 1)::timestamp at time zone 'UTC'
    and (e.union_id = $2 or e.actor = 'person:' || $2 or e.grant_id = any($5)
      or (e.corp_id, e.user_id) in (select * from unnest($3::text[], $4::text[]))
      or strpos(e.details::text, to_json($2::text)::text) > 0 or e.details ->> 'userId' = any($4) or e.details::text ~* $6 or e.purpose ~* $6)
    and (e.occurred_at, e.lane, e.seq) > ($7::timestamptz, $8, $9)
    and not exists (select from audit_erasures x where x.lane = e.lane and x.seq = e.seq)
  order by e.occurred_at, e.lane, e.seq limit $10`;

/** What is the person's becomes the pseudonym, and what the line was and is goes into the list, in one statement. */
export const eraseRecordsSql = `
  with wanted as (
    select * from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[], $8::boolean[])
      as w(corp_id, occurred_at, lane, seq, actor, purpose, details, about)
  ), original as materialized (
    select w.*, ${recordHashSql('e')} as hash from audit_events e join wanted w using (corp_id, occurred_at, lane, seq)
  ), erased as (
    update audit_events e set
      union_id = case when o.about and e.union_id is not null then $9 else e.union_id end,
      user_id = case when o.about and e.user_id is not null then $9 else e.user_id end,
      actor = o.actor, purpose = o.purpose, request_id = $10, details = o.details
    from original o
    where e.corp_id = o.corp_id and e.occurred_at = o.occurred_at and e.lane = o.lane and e.seq = o.seq
    returning e.lane, e.seq, o.hash as original, ${recordHashSql('e')} as erased
  )
  insert into audit_erasures (lane, seq, original_hash, erased_hash, erasure_id)
  select lane, seq, original, erased, $11 from erased returning seq`;

export const entriesSql = `
  select lane::int as lane, seq::int as seq, original_hash as original, erased_hash as erased from audit_erasures
  where erasure_id = $1 and (lane, seq) > ($2, $3) order by lane, seq limit $4`;
