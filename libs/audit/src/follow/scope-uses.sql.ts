import { committedRecordsSql } from './trail-follower.js';

export const countUsesSql = `
  insert into scope_uses (caller_id, application, scope, first_used_at, last_used_at, handouts)
  select e.caller_id, e.application, carried.scope, min(e.occurred_at), max(e.occurred_at), count(*)
  from ${committedRecordsSql} cross join lateral unnest(e.scopes) as carried(scope)
  where e.handout_id is not null and e.application is not null
  group by 1, 2, 3
  on conflict (caller_id, application, scope) do update set
    first_used_at = least(scope_uses.first_used_at, excluded.first_used_at),
    last_used_at = greatest(scope_uses.last_used_at, excluded.last_used_at),
    handouts = scope_uses.handouts + excluded.handouts`;

const columns = `u.caller_id as "callerId", u.application, u.scope, u.first_used_at as "firstUsedAt", u.last_used_at as "lastUsedAt",
  u.handouts::int as handouts`;

export const usesOfKeysSql = `
  select ${columns} from scope_uses u
  join unnest($1::uuid[], $2::text[], $3::text[]) as k(caller_id, application, scope) using (caller_id, application, scope)`;

export const lastUsesOfScopesSql = `
  select distinct on (u.scope) ${columns} from scope_uses u order by u.scope, u.last_used_at desc`;

export const usesOfScopeSql = `select ${columns} from scope_uses u where u.scope = $1 order by u.last_used_at desc`;
