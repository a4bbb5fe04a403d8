/** What stands now, as the caller's own lists have it, under the version that this transaction has given it. */
export const keepVersionSql = `
  insert into entitlement_versions (caller_id, policy_version, actor, reason, entitlements, given)
  select c.id, c.policy_version, $2, $3, coalesce((
    select jsonb_agg(to_jsonb(e) - 'caller_id' order by e.position) from entitlements e where e.caller_id = c.id), '[]'), coalesce((
    select jsonb_agg(to_jsonb(g) - 'caller_id') from given_scopes g where g.caller_id = c.id), '[]')
  from callers c where c.id = $1`;

/**
 * A scope that stays keeps the date it was given at, in whichever of the caller's entitlements it stands; one that is restored gets the date
 * it had, so that nothing looks new, and escapes a review, by having been taken for a moment.
 */
export const noteGivenSql = `
  with standing as (
    select distinct e.application, s.scope from entitlements e cross join lateral unnest(e.scopes) as s(scope) where e.caller_id = $1
  ), taken as (
    delete from given_scopes g where g.caller_id = $1
      and not exists (select from standing s where s.application = g.application and s.scope = g.scope)
  ), once as (
    select g.* from entitlement_versions v
    cross join lateral jsonb_to_recordset(v.given) as g(application text, scope text, given_at timestamptz, given_by text)
    where v.caller_id = $1 and v.policy_version = $3
  )
  insert into given_scopes (caller_id, application, scope, given_at, given_by)
  select $1, s.application, s.scope, coalesce(o.given_at, now()), case when o.given_at is null then $2 else o.given_by end
  from standing s left join once o on o.application = s.application and o.scope = s.scope
  on conflict (caller_id, application, scope) do nothing`;

export const versionsSql = `
  select policy_version::int as "policyVersion", changed_at as "changedAt", actor, reason, entitlements
  from entitlement_versions where caller_id = $1 and ($2::bigint is null or policy_version < $2)
  order by policy_version desc limit $3`;

export const versionSql = `
  select policy_version::int as "policyVersion", changed_at as "changedAt", actor, reason, entitlements
  from entitlement_versions where caller_id = $1 and policy_version = $2`;

const given = `caller_id as "callerId", application, scope, given_at as "givenAt", given_by as "givenBy"`;

export const givenScopesSql = `
  select ${given} from given_scopes
  where $1::uuid is null or (caller_id, application, scope) > ($1, $2, $3)
  order by caller_id, application, scope limit $4`;

export const givenOfKeysSql = `
  select ${given} from given_scopes
  join unnest($1::uuid[], $2::text[], $3::text[]) as k(caller_id, application, scope) using (caller_id, application, scope)`;

export const givenOfScopeSql = `select ${given} from given_scopes where scope = $1 order by application, caller_id`;

export const callersByScopeSql = `
  select scope, count(distinct caller_id)::int as callers from given_scopes group by scope`;
