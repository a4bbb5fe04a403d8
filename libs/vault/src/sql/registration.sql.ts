/** Of the grants whose tokens were obtained last: what their tokens could do is what the application has applied for. */
export const registrationEvidenceSql = `
  with newest as (
    select corp_id, channel, scopes, observed_at, consented_at, tokens_obtained_at from grants
    where application = $1 and state in ('active', 'suspended') and refresh_token_expires_at is not null
    order by refresh_token_expires_at desc limit $2
  )
  select max(consented_at) filter (where channel = 'browser') as "consentedAt", max(tokens_obtained_at) as "tokensObtainedAt",
    max(observed_at) filter (where channel = 'browser') as "observedAt",
    (select coalesce(array_agg(distinct code order by code), '{}') from newest, unnest(scopes) code
      where channel = 'browser' and observed_at is not null) as "observedScopes",
    (select corp_id from newest order by tokens_obtained_at desc limit 1) as "corpId",
    exists (select from grants where application = $1 and channel = 'plugin' and state = 'active') as "usedByPlugins"
  from newest`;
