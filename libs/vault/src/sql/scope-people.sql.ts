/**
 * People whose grant stands, each once for each scope. The clock is read once more when everything has been counted: `counted` is computed
 * before the row is.
 */
export const countPeopleSql = `
  with counted as materialized (
    select coalesce(jsonb_object_agg(scope, people), '{}') as people from (
      select scope, count(*) as people from (
        select distinct s.scope, g.union_id from grants g cross join lateral unnest(g.scopes) as s(scope)
        where g.state in ('active', 'suspended')
          and not exists (select from scope_people where counted_at + make_interval(secs => took_ms * $1 / 1000.0) > now())
      ) granted group by scope
    ) each
  )
  insert into scope_people (counted_at, took_ms, people)
  select now(), (extract(epoch from clock_timestamp() - now()) * 1000)::int, people from counted
  where not exists (select from scope_people where counted_at + make_interval(secs => took_ms * $1 / 1000.0) > now())
  on conflict (only_row) do update set counted_at = excluded.counted_at, took_ms = excluded.took_ms, people = excluded.people`;

export const peopleByScopeSql = 'select counted_at as "countedAt", people from scope_people';
