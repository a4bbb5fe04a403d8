export const addRevocationsSql = `
  insert into revocations (corp_id, grant_id, id, application, union_id, user_id, revoked_at, upstream_live_until, actor, reason,
    cause, job_id)
  select e.*, $9, $10, $11, $12::uuid
  from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::timestamptz[]) e`;

/** Revocations of these grants whose live hand-outs have not been read, whoever revoked them: there is one for each grant. */
export const unreadReceiptsSql = `
  select corp_id as "corpId", id as "revocationId", grant_id as "grantId", revoked_at as "revokedAt",
    upstream_live_until as "tokenLiveUntil"
  from revocations
  where (corp_id, grant_id) in (select * from unnest($1::text[], $2::uuid[])) and live_handouts is null`;

/**
 * Writes the receipts, and enters them into the feed of each caller that holds something; answers a row for each entry. A receipt that
 * another request has finished meanwhile stays as it is, and is not entered again.
 */
export const finishReceiptsSql = `
  with finished as (
    update revocations r set live_handouts = f.live_handouts::jsonb, upstream_live_until = f.upstream_live_until
    from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[]) f(corp_id, id, live_handouts, upstream_live_until)
    where r.corp_id = f.corp_id and r.id = f.id and r.live_handouts is null
    returning r.corp_id, r.id, r.live_handouts
  ), touched as (
    select distinct corp_id, id, (handout ->> 'callerId')::uuid as caller_id
    from finished cross join jsonb_array_elements(live_handouts) handout
  ), feed as (
    update revocation_feed set last = last + (select count(*) from touched) where exists (select from touched)
    returning last - (select count(*) from touched) as base
  )
  insert into revocation_feed_entries (position, caller_id, corp_id, revocation_id)
  select feed.base + row_number() over (order by t.id, t.caller_id), t.caller_id, t.corp_id, t.id
  from touched t cross join feed
  returning position`;

/** Revocations whose receipt should have been there long ago: whoever was to read it is gone. */
export const abandonedReceiptsSql = `
  select corp_id as "corpId", grant_id as "grantId" from revocations
  where live_handouts is null and revoked_at < now() - make_interval(secs => $1) order by revoked_at limit $2`;
