const proven = `c.id, c.client_id as "clientId", c.auth_method as "authMethod", c.disabled_at as "disabledAt"`;
const proof = `c.jwks, c.jwks_uri as "jwksUri", c.token_issuer as "tokenIssuer", c.token_subject as "tokenSubject",
  c.certificate_name_kind as "certificateNameKind", c.certificate_name as "certificateName"`;

export const proofOfCallerSql = `select c.auth_method as "authMethod", ${proof} from callers c where c.id = $1`;

export const proofsOfCallersSql = `select c.id, c.auth_method as "authMethod", ${proof} from callers c where c.id = any($1)`;

/** Locked, because what replaces a part of it is made from the rest. */
export const lockProofSql = `${proofOfCallerSql} for update`;

export const callerBySecretSql = `
  select ${proven}, s.id as "secretId" from callers c join caller_secrets s on s.caller_id = c.id
  where c.client_id = $1 and s.secret_hash = $2 and (s.expires_at is null or s.expires_at > now())
    and c.auth_method = 'client_secret'`;

/** By its id, or by what its platform calls it; with the time that its assertion is judged by. */
export const callerByAssertionSql = `
  select ${proven}, ${proof}, now() as now from callers c
  where c.auth_method in ('private_key_jwt', 'workload_jwt')
    and case when $1::text is null then c.token_issuer = $2 and c.token_subject = $3 else c.client_id = $1 end`;

/** Two rows at most, which is one too many: a certificate that is two callers is neither. */
export const callersByCertificateSql = `
  select ${proven} from callers c join unnest($1::text[], $2::text[]) as n (kind, name)
    on c.certificate_name_kind = n.kind and c.certificate_name = n.name
  where $3::text is null or c.client_id = $3 limit 2`;

/**
 * Of the secrets that are live the newest goes on for the overlap and the others end, so that there are two at most once the new one is
 * there. None lives longer than it would have.
 */
export const endSecretsSql = `
  with live as (
    select secret_hash, row_number() over (order by created_at desc, secret_hash) as age from caller_secrets
    where caller_id = $1 and (expires_at is null or expires_at > now())
  )
  update caller_secrets s
  set expires_at = least(s.expires_at, case when age = 1 then now() + make_interval(secs => $2) else now() end)
  from live where s.caller_id = $1 and s.secret_hash = live.secret_hash
  returning s.expires_at as "expiresAt"`;

export const changeProofSql = `
  update callers set jwks = $2, jwks_uri = $3, token_issuer = $4, token_subject = $5, certificate_name_kind = $6,
    certificate_name = $7, updated_at = now()
  where id = $1`;

/** No row if it was used before. It is forgotten an hour after it expired, so clocks that differ make no second use of it. */
export const useAssertionSql = `
  insert into used_assertions (caller_id, jti_hash, expires_at) values ($1, $2, $3) on conflict do nothing returning caller_id`;

/** The same of a proof of possession, which counts for a minute and a half after it was made, and half a minute before by a fast clock. */
export const useProofSql = `
  insert into used_assertions (caller_id, jti_hash, expires_at)
  select $1, $2, to_timestamp($3) + interval '90 s'
  where to_timestamp($3) between now() - interval '90 s' and now() + interval '30 s'
  on conflict do nothing returning caller_id`;
