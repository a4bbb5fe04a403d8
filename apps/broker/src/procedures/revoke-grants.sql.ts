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

/** A receipt that another request has finished meanwhile stays as it is. */
export const finishReceiptsSql = `
  update revocations r set live_handouts = f.live_handouts::jsonb, upstream_live_until = f.upstream_live_until
  from unnest($1::text[], $2::uuid[], $3::text[], $4::timestamptz[]) f(corp_id, id, live_handouts, upstream_live_until)
  where r.corp_id = f.corp_id and r.id = f.id and r.live_handouts is null`;
