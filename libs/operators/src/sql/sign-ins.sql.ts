export const insertSignInSql = `
  insert into operator_sign_ins (state_hash, browser_hash, fresh, return_url, expires_at)
  values ($1, $2, $3, $4, now() + make_interval(mins => $5))`;

export const takeSignInSql = `
  update operator_sign_ins set used_at = now()
  where state_hash = $1 and browser_hash = $2 and used_at is null and expires_at > now()
  returning fresh, return_url as "returnUrl", started_at as "startedAt"`;

export const signInSql = `
  select browser_hash = $2 as "sameBrowser", used_at is not null as used from operator_sign_ins where state_hash = $1`;
