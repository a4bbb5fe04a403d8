const secret = `s.id, s.created_at as "createdAt", s.expires_at as "expiresAt", s.last_used_at as "lastUsedAt",
  s.uses_noted_since as "usesNotedSince"`;

export const secretsOfCallerSql = `
  select ${secret} from caller_secrets s where s.caller_id = $1 order by s.created_at desc, s.id`;

export const secretForEndingSql = `
  select ${secret} from caller_secrets s
  where s.caller_id = $1 and s.id = $2 and (s.expires_at is null or s.expires_at > now()) for update`;

export const endSecretSql = `
  update caller_secrets s set expires_at = now() where s.caller_id = $1 and s.id = $2 returning ${secret}`;

/** Rows are taken in one order, so that two replicas that note the same secrets never wait for each other in a circle. */
export const noteSecretUsesSql = `
  with due as (
    select id from caller_secrets
    where id = any($1) and (last_used_at is null or last_used_at < now() - make_interval(secs => $2)) order by id for update
  )
  update caller_secrets s set last_used_at = now() from due where s.id = due.id`;
