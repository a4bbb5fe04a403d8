/** A provider's clock may be ahead of ours, which makes nobody's sign-in fresher. */
export const insertSessionSql = `
  insert into operator_sessions (id, operator_id, session_hash, ends_at, way, authenticated_at)
  values ($1, $2, $3, now() + make_interval(mins => $4), $5, case when $6::timestamptz > now() then now() else $6 end)`;

export const endSessionBySql =
  'update operator_sessions set ended_at = now() where session_hash = $1 and ended_at is null';

const live = `s.ended_at is null and s.ends_at > now() and s.last_seen_at > now() - make_interval(mins => $2)`;

/** That it was seen is written at most once a minute: reading must not cost a write each time. */
export const holderOfSessionSql = `
  with found as (
    select s.id as session_id, s.signed_in_at, s.last_seen_at, s.way, s.authenticated_at, o.id, o.name, o.role
    from operator_sessions s join operators o on o.id = s.operator_id
    where s.session_hash = $1 and ${live} and o.disabled_at is null
  ), seen as (
    update operator_sessions s set last_seen_at = now() from found f
    where s.id = f.session_id and f.last_seen_at < now() - interval '1 minute'
  )
  select id, name, role, session_id as "sessionId", signed_in_at as "signedInAt", way,
    extract(epoch from now() - authenticated_at)::float as "secondsSinceSignIn"
  from found`;

export const sessionsOfSql = `
  select s.id, s.signed_in_at as "signedInAt", s.last_seen_at as "lastSeenAt", s.ends_at as "endsAt" from operator_sessions s
  where s.operator_id = $1 and ${live} order by s.id desc limit 200`;

export const endSessionSql = `
  update operator_sessions set ended_at = coalesce(ended_at, now()) where operator_id = $1 and id = $2 returning id`;

export const endSessionsOfSql =
  'update operator_sessions set ended_at = now() where operator_id = $1 and ended_at is null';
