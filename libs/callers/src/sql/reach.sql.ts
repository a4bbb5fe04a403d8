/**
 * Entitlements that reach one person, in the order of the places given, then of callers and positions. `people` is read as `reaches` reads it:
 * a listed person counts under either id. Each place contributes a page at most, read off the index of its application, so that neither a
 * person's many places nor the fleet's many entitlements make a page longer than it is.
 */
export const entitlementsReachingSql = `
  select p.application, p.corp_id as "corpId", e.caller_id as "callerId", e.position, now() as now
  from unnest($1::int[], $2::text[], $3::text[], $4::text[]) as p(later, application, corp_id, user_id)
  cross join lateral (
    select caller_id, position from entitlements
    where application = p.application
      and (expires_at is null or expires_at > now())
      and (
        people is null
        or people -> 'organisations' ? p.corp_id
        or exists (
          select from jsonb_array_elements(people -> 'persons') as listed
          where coalesce(listed ->> 'corpId', p.corp_id) = p.corp_id
            and (listed ->> 'unionId' = $5 or listed ->> 'userId' = p.user_id)
        )
      )
      and ($6::int is null or (p.later, p.application, p.corp_id, caller_id, position) > ($6, $7, $8, $9::uuid, $10::int))
    order by caller_id, position limit $11
  ) e
  order by p.later, p.application, p.corp_id, e.caller_id, e.position limit $11`;
