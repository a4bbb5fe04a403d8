/** A refresh token lives 30 days; one that nobody uses is renewed when it has between 10 and 15 days left, spread over those days. */
const keepAliveAt = `refresh_token_expires_at - interval '10 days' - random() * interval '5 days'`;

/** How long before its end a token is looked at: twenty minutes, or a sixth of a short life. */
const ahead = (grant: string) =>
  `least(interval '20 minutes', (${grant}access_token_expires_at - ${grant}tokens_obtained_at) / 6)`;

/** One probe of the index for each application, which the order asks for: what is due may be tens of thousands of grants. */
export const dueApplicationsSql = {
  name: 'due-applications',
  text: `
    select a.name as application from applications a
    cross join lateral (select from grants where application = a.name and upkeep_at <= now() order by upkeep_at limit 1) due`,
};

/**
 * Claims what is due for two minutes: if this replica is killed meanwhile, another one finds it due again. Rows that another replica
 * is claiming are skipped, so that no two wait for each other.
 */
export const claimDueSql = `
  update grants g set upkeep_at = now() + interval '2 minutes'
  from (
    select corp_id, id from grants where application = $1 and upkeep_at <= now() order by upkeep_at limit $2 for update skip locked
  ) due
  where g.corp_id = due.corp_id and g.id = due.id
  returning g.corp_id as "corpId", g.id as "grantId", g.token_version as "tokenVersion", g.attempt_id is not null as unfinished,
    coalesce(g.observe_at <= now(), false) as "toObserve", coalesce(g.access_token_expires_at > now(), false) as "tokenLives",
    coalesce(g.access_token_expires_at <= now() + ${ahead('g.')}, true) as ending,
    g.refresh_token_expires_at <= now() + interval '10 days' as "lapsing"`;

/** Nobody uses it: looked at again when its token ends, and after that only to keep its refresh token from lapsing. */
export const leaveAloneSql = `
  update grants set upkeep_at = case
      when access_token_expires_at > now() + ${ahead('')} then access_token_expires_at - ${ahead('')} * (0.5 + random() / 2)
      else greatest(now() + interval '1 hour', ${keepAliveAt}) end
  where corp_id = $1 and id = $2 and token_version = $3 and upkeep_at is not null`;

/** Grants whose own end has come; a row that somebody else is ending is skipped. */
export const endedByThemselvesSql = `
  select corp_id as "corpId", id as "grantId", once from grants
  where ends_at <= now() and state in ('active', 'suspended', 'needs_consent') order by ends_at limit $1 for update skip locked`;

/**
 * Who will need consent again: grants that end by themselves in time, and those whose refresh token lapses in time although upkeep has
 * been trying; all that lapse, if more refreshes are needed than DingTalk allows. A grant whose token lives is renewed about every 105
 * minutes, an idle one about every 18 days. What an AI plugin brought was never promised for longer than a token lives, and is left out.
 */
export const forecastSql = `
  insert into expiry_forecasts (application, computed_at, grants, within_1_day, within_7_days, within_30_days,
    refreshes_per_second, calls_per_second)
  select a.name, now(), count(g.id), count(*) filter (where g.ends <= now() + interval '1 day'),
    count(*) filter (where g.ends <= now() + interval '7 days'), count(*) filter (where g.ends <= now() + interval '30 days'),
    coalesce(max(g.needed), 0), a.calls_per_second
  from applications a left join (
    select l.*, least(l.ends_at, case when l.refresh_failures > 0 or l.upkeep_at is null or l.needed > l.calls_per_second
        then l.refresh_token_expires_at end) as ends
    from (
      select g.*, a.calls_per_second,
        sum(case when g.access_token_expires_at > now() then 1.0 / 6300 else 1.0 / 1555200 end) over (partition by g.application) as needed
      from grants g join applications a on a.name = g.application
      where g.state in ('active', 'suspended') and g.refresh_token_sealed is not null
    ) l
  ) g on g.application = a.name
  group by a.name
  on conflict (application) do update set computed_at = excluded.computed_at, grants = excluded.grants,
    within_1_day = excluded.within_1_day, within_7_days = excluded.within_7_days, within_30_days = excluded.within_30_days,
    refreshes_per_second = excluded.refreshes_per_second, calls_per_second = excluded.calls_per_second`;

export const readForecastsSql = `
  select application, computed_at as "computedAt", grants, within_1_day as "within1Day", within_7_days as "within7Days",
    within_30_days as "within30Days", refreshes_per_second as "refreshesPerSecond", calls_per_second as "callsPerSecond"
  from expiry_forecasts order by application`;
