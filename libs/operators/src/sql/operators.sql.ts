const operator = `id, name, role, union_id as "unionId", oidc_issuer as "oidcIssuer", oidc_subject as "oidcSubject", disabled_at as "disabledAt", created_at as "createdAt", updated_at as "updatedAt"`;

export const operatorsSql = `select ${operator} from operators where $1::text is null or name > $1 order by name limit $2`;

export const operatorByIdSql = `select ${operator} from operators where id = $1`;

export const operatorByPersonSql = `select ${operator} from operators where union_id = $1 and disabled_at is null`;

export const operatorBySubjectSql = `select ${operator} from operators where oidc_issuer = $1 and oidc_subject = $2`;

export const insertOperatorSql = `
  insert into operators (id, name, role, union_id, oidc_issuer, oidc_subject) values ($1, $2, $3, $4, $5, $6)
  on conflict do nothing returning id`;

/** `$5` and `$8`: whether the person, or the subject, is to be changed, since null is one of their values. */
export const changeOperatorSql = `
  update operators set name = coalesce($2, name), role = coalesce($3, role), union_id = case when $5 then $4 else union_id end,
    oidc_issuer = case when $8 then $6 else oidc_issuer end, oidc_subject = case when $8 then $7 else oidc_subject end, updated_at = now()
  where id = $1 returning id`;

export const disableOperatorSql = `
  update operators set disabled_at = coalesce(disabled_at, now()), updated_at = now() where id = $1 returning id`;

export const enableOperatorSql =
  'update operators set disabled_at = null, updated_at = now() where id = $1 returning id';

/** Locked in one order, so that of two owners who remove each other one waits and then finds itself the last. */
export const enabledOwnersSql = `
  select id from operators where role = 'owner' and disabled_at is null order by id for update`;

const token = `t.id, t.operator_id as "operatorId", t.name, t.permissions, t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.last_used_at as "lastUsedAt", t.revoked_at as "revokedAt"`;

export const insertTokenSql = `
  insert into operator_tokens (id, operator_id, name, token_hash, permissions, expires_at) values ($1, $2, $3, $4, $5, $6)`;

export const tokensOfSql = `
  select ${token} from operator_tokens t
  where t.operator_id = $1 and ($2::uuid is null or t.id < $2) order by t.id desc limit $3`;

export const revokeTokenSql = `
  update operator_tokens t set revoked_at = coalesce(revoked_at, now()) where operator_id = $1 and id = $2 returning ${token}`;

/** That it was used is written at most once a minute: reading must not cost a write each time. */
export const holderOfTokenSql = `
  with found as (
    select t.id, t.permissions, t.last_used_at, o.id as operator_id, o.name, o.role
    from operator_tokens t join operators o on o.id = t.operator_id
    where t.token_hash = $1 and t.revoked_at is null and t.expires_at > now() and o.disabled_at is null
  ), used as (
    update operator_tokens t set last_used_at = now() from found f
    where t.id = f.id and (f.last_used_at is null or f.last_used_at < now() - interval '1 minute')
  )
  select operator_id as id, name, role, permissions from found`;
