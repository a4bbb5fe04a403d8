const handle = `h.handout_id as "handoutId", h.caller_id as "callerId", h.grant_id as "grantId", h.application, h.corp_id as "corpId",
  h.user_id as "userId", h.union_id as "unionId", h.scopes, h.purpose, h.certificate_hash as "certificateHash", h.key_hash as "keyHash",
  h.issued_at as "issuedAt", h.expires_at as "expiresAt"`;

export const handleByKeySql = `select ${handle} from handles h where h.corp_id = $1 and h.handle_hash = $2`;

export const liveHandleByKeySql = `${handleByKeySql} and h.ended_at is null and h.expires_at > now()`;

export const endedHandlesSql = `
  select h.handout_id as "handoutId" from handles h join unnest($1::text[], $2::uuid[]) as k(corp_id, handout_id) using (corp_id, handout_id)
  where h.ended_at is not null`;

/** Ending it twice keeps the first end. */
export const endHandleSql = `
  update handles set ended_at = now() where corp_id = $1 and handout_id = $2 and ended_at is null`;

/** A day longer than they work, so that whoever still sends one finds the record of where it came from. */
export const forgetHandlesSql = `delete from handles where expires_at < now() - interval '1 day'`;
