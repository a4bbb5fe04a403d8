/*
 * Three of these statements are for many grants at once, one row of the arrays each. The arrays come out of subqueries because of their
 * estimate: by the arrays themselves the planner would count each time anew, and never keep a plan. Rows that are changed are locked in
 * one order, so that two replicas that want the same grants never wait for each other, and are found by their key alone: a condition
 * beside it would lead a planner without statistics to an index of all of an organisation's grants.
 */

/** How grants stand, for whoever wants to refresh one or waits for somebody who does; no lock, checked again by the lease. */
export const refreshableSql = {
  name: 'refreshable',
  text: `
    select g.id, g.application, g.state, g.token_version as "tokenVersion", g.refresh_token_sealed as "refreshTokenSealed",
      coalesce(g.lease_until > now(), false) as leased,
      extract(epoch from greatest(g.retry_at - now(), interval '0'))::float8 * 1000 as "retryInMs"
    from unnest((select $1::text[]), (select $2::uuid[])) as w(corp_id, id)
    join grants g on g.corp_id = w.corp_id and g.id = w.id`,
};

/**
 * Lease and intent in one update, committed before DingTalk is called: after a crash anybody can see that a call may have been
 * made, and with which token. An attempt that is still recorded when a lease is taken had no answer, so its token is in doubt from
 * the moment it was sent. Upkeep looks at the grant again once the lease must have run out, so that what a killed replica left
 * behind is taken up even if nobody asks for the token; a time within two minutes, when upkeep has claimed it, is left as it is.
 */
export const takeLeasesSql = {
  name: 'take-leases',
  text: `
    with wanted as (
      select * from unnest((select $1::text[]), (select $2::uuid[]), (select $3::int[]), (select $4::uuid[]), (select $5::bytea[]))
        as w(corp_id, id, token_version, attempt_id, refresh_token_hash)
    ), locked as (
      select w.*, g.token_version = w.token_version and g.state in ('active', 'suspended') and g.refresh_token_sealed is not null
        and (g.lease_until is null or g.lease_until <= now()) and (g.retry_at is null or g.retry_at <= now()) as free
      from wanted w join grants g on g.corp_id = w.corp_id and g.id = w.id order by g.corp_id, g.id for update of g
    )
    update grants g set fence = g.fence + 1, lease_until = now() + make_interval(secs => $6),
      in_doubt_since = case when g.attempt_id is not null then coalesce(g.in_doubt_since, g.attempted_at) end,
      attempt_id = l.attempt_id, attempt_refresh_token_hash = l.refresh_token_hash, attempt_token_version = g.token_version,
      attempted_at = now(),
      upkeep_at = case when g.upkeep_at between now() + make_interval(secs => 2 * $6) and now() + interval '2 minutes' then g.upkeep_at
        else now() + make_interval(secs => 2 * $6) end, updated_at = now()
    from locked l where l.free and g.corp_id = l.corp_id and g.id = l.id
    returning g.id, g.fence::int as fence, g.attempted_at`,
};

/** Keeps the lease while DingTalk is slow; a holder that was overtaken gets no row. */
export const renewLeaseSql = `
  update grants set lease_until = now() + make_interval(secs => $4)
  where corp_id = $1 and id = $2 and fence = $3 and lease_until is not null returning id`;

/**
 * When upkeep looks at fresh tokens: ten to twenty minutes before two hours are over, a twelfth to a sixth of any shorter life, spread
 * so that what was obtained together is not refreshed together.
 */
export const upkeepAtSql = (obtainedAt: string, seconds: string) =>
  `${obtainedAt}::timestamptz + make_interval(secs => ${seconds}::float8 - least(1200, ${seconds}::float8 / 6) * (0.5 + random() / 2))`;

/**
 * A good answer is stored by whoever has it: if the version is unchanged since the intent, these are the only tokens DingTalk still
 * honours, and throwing them away because the lease was lost would lose the grant. Not into a grant that has ended, though; and new
 * tokens do not bring back what the person has withdrawn meanwhile.
 */
export const storeRefreshedSql = {
  name: 'store-refreshed',
  text: `
    with refreshed as (
      select * from unnest((select $1::text[]), (select $2::uuid[]), (select $3::int[]), (select $4::timestamptz[]),
          (select $5::bytea[]), (select $6::int[]), (select $7::bytea[]))
        as r(corp_id, id, token_version, obtained_at, access_token_sealed, expire_in, refresh_token_sealed)
    ), locked as (
      select r.*, g.token_version = r.token_version and g.state in ('active', 'suspended', 'needs_consent') as unchanged
      from refreshed r join grants g on g.corp_id = r.corp_id and g.id = r.id order by g.corp_id, g.id for update of g
    )
    update grants g set state = case when g.state = 'needs_consent' and g.reason <> 'withdrawn' then 'active' else g.state end,
      reason = case when g.state = 'needs_consent' and g.reason = 'withdrawn' then g.reason end,
      token_version = g.token_version + 1, tokens_obtained_at = l.obtained_at,
      access_token_sealed = l.access_token_sealed, access_token_expires_at = l.obtained_at + make_interval(secs => l.expire_in),
      refresh_token_sealed = l.refresh_token_sealed, refresh_token_expires_at = l.obtained_at + make_interval(secs => $8),
      attempt_id = null, attempt_refresh_token_hash = null, attempt_token_version = null, attempted_at = null,
      in_doubt_since = null, lease_until = null, refresh_failures = 0, retry_at = null,
      upkeep_at = case when g.state <> 'needs_consent' or g.reason <> 'withdrawn' then ${upkeepAtSql('l.obtained_at', 'l.expire_in')} end,
      updated_at = now()
    from locked l where l.unchanged and g.corp_id = l.corp_id and g.id = l.id
    returning g.id, g.application, g.union_id, g.user_id`,
};

/**
 * A refusal counts only from the holder of the fence and only for the version it was asked with: a stale refusal must not hit tokens
 * that somebody stored meanwhile. If an earlier answer was lost, the refusal may be the echo of a success nobody saw. A suspended grant
 * stays suspended, with the reason it will need consent for: whatever comes after, only an operator resumes it.
 */
export const storeRefusalSql = `
  update grants set state = case when state = 'suspended' then state else 'needs_consent' end,
    reason = case when in_doubt_since is not null then 'indeterminate' else 'refresh_rejected' end,
    access_token_sealed = null, access_token_expires_at = null, refresh_token_sealed = null, refresh_token_expires_at = null,
    attempt_id = null, attempt_refresh_token_hash = null, attempt_token_version = null, attempted_at = null,
    in_doubt_since = null, lease_until = null, refresh_failures = 0, retry_at = null, upkeep_at = null, updated_at = now()
  where corp_id = $1 and id = $2 and token_version = $3 and fence = $4 and state in ('active', 'suspended')
    and refresh_token_sealed is not null
  returning application, union_id, user_id, reason`;

/**
 * Gives the lease back without an answer. An attempt that DingTalk did not process is forgotten, one in doubt stays recorded. The
 * next attempt, of any replica, comes after a pause that doubles from about a second to a minute, or after as long as DingTalk asked for.
 * What was answered ($6) is counted, because nothing else remembers it.
 */
export const releaseLeaseSql = `
  with released as (
    update grants set lease_until = null,
      in_doubt_since = case when $4::boolean or in_doubt_since is not null then coalesce(in_doubt_since, attempted_at) end,
      attempt_id = case when $4::boolean or in_doubt_since is not null then attempt_id end,
      attempt_refresh_token_hash = case when $4::boolean or in_doubt_since is not null then attempt_refresh_token_hash end,
      attempt_token_version = case when $4::boolean or in_doubt_since is not null then attempt_token_version end,
      attempted_at = case when $4::boolean or in_doubt_since is not null then attempted_at end,
      refresh_failures = refresh_failures + 1,
      retry_at = p.at, upkeep_at = p.at, updated_at = now()
    from (
      select now() + make_interval(secs => greatest($5::float8, least(60, 2 ^ least(refresh_failures, 6)) * (0.5 + random() / 2))) as at
      from grants where corp_id = $1 and id = $2
    ) p
    where corp_id = $1 and id = $2 and fence = $3 and attempt_id is not null returning application, retry_at
  )
  insert into refresh_troubles as t (application, minute, answer, count, last_at, retry_at)
  select application, date_trunc('minute', now()), $6, 1, now(), retry_at from released
  on conflict (application, minute, answer)
    do update set count = t.count + 1, last_at = excluded.last_at, retry_at = greatest(t.retry_at, excluded.retry_at)`;
