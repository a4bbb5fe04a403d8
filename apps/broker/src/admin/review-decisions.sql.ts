/** A decision replaces the one before it that nobody has signed yet. */
export const decideSql = `
  insert into review_decisions (id, caller_id, caller_name, application, scope, decision, decided_at, decided_by, reason, given_at, last_used_at)
  select d.id, d.caller_id, d.caller_name, d.application, d.scope, $2, now(), $3, $4, d.given_at, d.last_used_at
  from jsonb_to_recordset($1::jsonb) as d(id uuid, caller_id uuid, caller_name text, application text, scope text, given_at timestamptz,
    last_used_at timestamptz)
  order by d.caller_id, d.application, d.scope
  on conflict (caller_id, application, scope) where review_id is null do update set
    caller_name = excluded.caller_name, decision = excluded.decision, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
    reason = excluded.reason, given_at = excluded.given_at, last_used_at = excluded.last_used_at`;

/** What stands of earlier decisions to keep something: the one for the review under way, and the last one that was signed. */
export const keptSql = `
  select k.caller_id as "callerId", k.application, k.scope, now_kept.at as "nowAt", now_kept.by as "nowBy", now_kept.reason as "nowReason",
    before.at as "beforeAt", before.by as "beforeBy", before.reason as "beforeReason"
  from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as k(caller_id, application, scope, given_at)
  left join lateral (
    select decided_at as at, decided_by as by, reason from review_decisions d
    where d.caller_id = k.caller_id and d.application = k.application and d.scope = k.scope and d.review_id is null
      and d.decision = 'kept' and d.decided_at >= k.given_at
  ) now_kept on true
  left join lateral (
    select decided_at as at, decided_by as by, reason from review_decisions d
    where d.caller_id = k.caller_id and d.application = k.application and d.scope = k.scope and d.review_id is not null
      and d.decision = 'kept' and d.decided_at >= k.given_at order by decided_at desc limit 1
  ) before on true
  where now_kept.at is not null or before.at is not null`;

const columns = `d.id, d.caller_id as "callerId", d.caller_name as caller, d.application, d.scope, d.decision, d.decided_by as by,
  d.decided_at as at, d.reason, d.given_at as "givenAt", d.last_used_at as "lastUsedAt"`;

/** What was decided since the last sign-off. */
export const unsignedSql = `select ${columns} from review_decisions d where d.review_id is null`;

export const signDecisionsSql = 'update review_decisions set review_id = $1 where id = any($2)';

/** What nobody will ask for any more. */
export const dropDecisionsSql = 'delete from review_decisions where review_id is null';

export const addOpenSql = `
  insert into review_decisions (id, review_id, caller_id, caller_name, application, scope, decision, given_at, last_used_at)
  select d.id, $1, d.caller_id, d.caller_name, d.application, d.scope, 'open', d.given_at, d.last_used_at
  from jsonb_to_recordset($2::jsonb) as d(id uuid, caller_id uuid, caller_name text, application text, scope text, given_at timestamptz,
    last_used_at timestamptz)`;

/** In the order in which they are signed. */
export const decisionsOfReviewSql = `
  select ${columns} from review_decisions d
  where d.review_id = $1 and ($2::uuid is null or (d.caller_id, d.application collate "C", d.scope collate "C") > ($2, $3, $4))
  order by d.caller_id, d.application collate "C", d.scope collate "C" limit $5`;
