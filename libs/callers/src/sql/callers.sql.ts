const caller = `c.id, c.name, c.client_id as "clientId", c.auth_method as "authMethod", c.policy_version::int as "policyVersion",
  c.disabled_at as "disabledAt", c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** The caller and its entitlements in one row, so that both are of the same policy version. */
const withEntitlements = `
  select ${caller}, coalesce((
    select json_agg(json_build_object('position', e.position, 'application', e.application, 'scopes', e.scopes,
      'delivery', e.delivery, 'people', e.people, 'purposeRequired', e.purpose_required, 'expiresAt', e.expires_at,
      'wholeToken', e.whole_token, 'wholeTokenReason', e.whole_token_reason, 'mayBringCodes', e.may_bring_codes,
      'mayRevoke', e.may_revoke, 'ratePerSecond', e.rate_per_second, 'personRatePerSecond', e.person_rate_per_second)
      order by e.position)
    from entitlements e where e.caller_id = c.id), '[]') as entitlements
  from callers c`;

export const callerNamesSql = 'select id, name from callers where id = any($1)';

export const callerByIdSql = `${withEntitlements} where c.id = $1`;

export const callersByIdSql = `${withEntitlements} where c.id = any($1)`;

/** With the version of everything that is not the caller's own, read by the same snapshot. */
export const callerForJudgingSql = `
  select k.*, p.version::int as "policyStateVersion", now() as now from (${callerByIdSql}) k cross join policy_state p`;

export const insertCallerSql = `
  insert into callers (id, name, client_id, auth_method, jwks, jwks_uri, token_issuer, token_subject, certificate_name_kind,
    certificate_name)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing returning id`;

export const insertCallerSecretSql = 'insert into caller_secrets (caller_id, secret_hash) values ($1, $2)';

/** In one order, so that two that change several never wait for each other. */
export const lockCallersSql = `
  select id, policy_version::int as "policyVersion" from callers where id = any($1) order by id for update`;

/** Every change of a caller raises its version: from then on no hand-out judged by the old one leaves. */
export const changeCallerSql = `
  update callers set name = coalesce($2, name), policy_version = policy_version + 1, updated_at = now() where id = $1`;

export const disableCallerSql = `
  update callers set disabled_at = coalesce(disabled_at, now()), policy_version = policy_version + 1, updated_at = now()
  where id = $1 returning id`;

export const enableCallerSql = `
  update callers set disabled_at = null, policy_version = policy_version + 1, updated_at = now() where id = $1 returning id`;

export const deleteEntitlementsSql = 'delete from entitlements where caller_id = $1';

export const insertEntitlementSql = `
  insert into entitlements (caller_id, position, application, scopes, delivery, people, purpose_required, expires_at,
    whole_token, whole_token_reason, may_bring_codes, may_revoke, rate_per_second, person_rate_per_second)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
