import { upkeepAtSql } from './refresh.sql.js';

/** Scopes are read again about once a day; what could not be read yet, as soon as upkeep gets to it. */
const observeAtSql = (observed: string) =>
  `now() + case when ${observed}::boolean then interval '1 day' * (0.9 + random() / 5) else interval '0' end`;

/** Tokens that cannot be refreshed are not looked after; scopes that are still unknown are asked for soon. */
const consentedUpkeepAtSql = (observed: string, obtainedAt: string, seconds: string, refreshToken: string) =>
  `case when ${refreshToken}::bytea is not null
      then least(${upkeepAtSql(obtainedAt, seconds)}, case when not ${observed}::boolean then now() + interval '30 seconds' end) end`;

/** The live grant of a person, if any; the unique index `grants_one_live` holds it to one. */
export const liveGrantSql = `
  select id, token_version, refresh_token_sealed is not null and reason is null as refreshable from grants
  where corp_id = $1 and application = $2 and union_id = $3 and state in ('active', 'suspended', 'needs_consent')`;

/**
 * A first consent. A concurrent consent of the same person may have committed meanwhile: then nothing is inserted and the
 * caller starts again from the grant that is there now.
 */
export const insertGrantSql = `
  insert into grants (corp_id, id, application, union_id, user_id, open_id, name, channel, state, scopes, observed_at,
    token_version, tokens_obtained_at, access_token_sealed, access_token_expires_at, refresh_token_sealed, refresh_token_expires_at,
    ends_at, once, upkeep_at, observe_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, case when $10::boolean then now() end,
    $11, $12, $13, $12::timestamptz + make_interval(secs => $14), $15, $12::timestamptz + make_interval(secs => $16),
    $17, $18, ${consentedUpkeepAtSql('$10', '$12', '$14', '$15')}, ${observeAtSql('$10')})
  on conflict do nothing returning id`;

/**
 * Consent on a live grant replaces its tokens and raises its token version. Only from the version the new tokens were sealed
 * for: a refresh or another consent that came between changes nothing here, and the caller starts again.
 * Raising the version is also what makes a refusal of the old refresh token, still on its way, count for nothing.
 * A suspended grant stays suspended: consent of the person is not the resumption an operator owes. The newest consent also decides
 * when the grant ends; one without an end clears an earlier one's. Tokens that cannot be refreshed never replace some that can.
 */
export const replaceTokensSql = `
  update grants set user_id = $5, open_id = $6, name = $7, channel = $8,
    state = case when state = 'suspended' then state else 'active' end, reason = null,
    scopes = $9, observed_at = case when $10::boolean then now() end,
    token_version = $11, tokens_obtained_at = $12, access_token_sealed = $13,
    access_token_expires_at = $12::timestamptz + make_interval(secs => $14), refresh_token_sealed = $15,
    refresh_token_expires_at = $12::timestamptz + make_interval(secs => $16), ends_at = $17, once = $18,
    attempt_id = null, attempt_refresh_token_hash = null, attempt_token_version = null, attempted_at = null,
    in_doubt_since = null, lease_until = null, refresh_failures = 0, retry_at = null, consented_at = now(),
    upkeep_at = ${consentedUpkeepAtSql('$10', '$12', '$14', '$15')}, observe_at = ${observeAtSql('$10')}, updated_at = now()
  where corp_id = $1 and id = $2 and application = $3 and union_id = $4 and token_version = $11 - 1
    and state in ('active', 'suspended', 'needs_consent') and ($15::bytea is not null or refresh_token_sealed is null or reason is not null)
  returning id, pg_notify('grant_tokens', id::text) is not null as told`;

/**
 * Ends grants for good: their tokens are destroyed in the same statement, and no refresh in flight can store into them any more.
 * Locked in one order, so that two that end many never wait for each other.
 */
export const endGrantsSql = `
  with before as (
    select corp_id, id, access_token_expires_at from grants
    where (corp_id, id) in (select * from unnest($1::text[], $2::uuid[])) and state in ('active', 'suspended', 'needs_consent')
    order by corp_id, id for update
  )
  update grants g set state = $3, reason = null, ended_at = now(), updated_at = now(),
    access_token_sealed = null, access_token_expires_at = null, refresh_token_sealed = null, refresh_token_expires_at = null,
    attempt_id = null, attempt_refresh_token_hash = null, attempt_token_version = null, attempted_at = null,
    in_doubt_since = null, lease_until = null, retry_at = null, upkeep_at = null, fence = fence + 1
  from before b where g.corp_id = b.corp_id and g.id = b.id
  returning g.corp_id, g.id, g.application, g.union_id, g.user_id, g.ended_at,
    pg_notify('grant_tokens', g.id::text) is not null as told,
    case when b.access_token_expires_at > now() then b.access_token_expires_at end as token_live_until`;

/**
 * Where a person stands with an application, for tokens that came without being asked for: the live grant, if any, and when earlier ones
 * ended. A revocation is over with the grant that came after it.
 */
export const standingSql = `
  select bool_or(ended_at is null and refresh_token_sealed is not null and reason is null) as refreshable,
    max(tokens_obtained_at) filter (where ended_at is null) as "obtainedAt", max(user_id) filter (where ended_at is null) as "userId",
    max(ended_at) as "endedAt", max(ended_at) filter (where state = 'revoked' and not exists (
      select from grants later where later.corp_id = g.corp_id and later.application = g.application and later.union_id = g.union_id
        and later.created_at > g.ended_at)) as "revokedAt"
  from grants g where corp_id = $1 and application = $2 and union_id = $3`;

/** Locked until the transaction ends. */
export const unrefreshableGrantSql = `
  select id from grants where corp_id = $1 and id = $2 and token_version = $3 and refresh_token_sealed is null
    and state in ('active', 'suspended', 'needs_consent') for update`;

/** Whose grant this is, ended or not. */
export const grantOwnerSql = 'select corp_id, application, union_id, user_id from grants where id = $1';

/** Grants that have not ended. What is null does not matter. */
export const liveGrantsSql = `
  select corp_id as "corpId", id as "grantId", application, union_id as "unionId" from grants
  where state in ('active', 'suspended', 'needs_consent') and ($1::text is null or application = $1)
    and ($2::text is null or corp_id = $2) and ($3::text is null or user_id = $3) and ($4::text is null or union_id = $4)
    and ($5::uuid[] is null or id = any($5))
  order by corp_id, id`;

/** Quarantine: the tokens stay sealed and are kept fresh, and no hand-out that starts after the commit gets them. */
export const suspendGrantSql = `
  update grants set state = 'suspended', updated_at = now() where corp_id = $1 and id = $2 and state = 'active'
  returning application, union_id, user_id`;

/** A grant that was refused while it was suspended goes on where it would be by now. */
export const resumeGrantSql = `
  update grants set state = case when reason is null then 'active' else 'needs_consent' end, updated_at = now() where corp_id = $1 and id = $2 and state = 'suspended'
  returning application, union_id, user_id`;

/**
 * What DingTalk says was granted, read with the token of the version given; an answer about an older token is dropped. A grant of
 * which nothing is left needs consent, and keeps its tokens: should DingTalk say otherwise later, it is active again.
 */
export const observeScopesSql = `
  with before as (
    select corp_id, id, state, scopes, observed_at from grants
    where corp_id = $1 and id = $2 and token_version = $3 and state in ('active', 'suspended', 'needs_consent') for update
  ), verdict as (
    select b.*, b.state = 'active' and b.observed_at is not null and cardinality($4::text[]) = 0 as withdrawn,
      b.state = 'needs_consent' and cardinality($4::text[]) > 0 as restored from before b
  )
  update grants g set scopes = $4, observed_at = now(), observe_at = ${observeAtSql('true')}, updated_at = now(),
    state = case when v.withdrawn then 'needs_consent' when v.restored and g.reason = 'withdrawn' then 'active' else g.state end,
    reason = case when v.withdrawn then 'withdrawn' when v.restored and g.reason = 'withdrawn' then null else g.reason end,
    upkeep_at = case when v.withdrawn then null when v.restored and g.reason = 'withdrawn' then now() else g.upkeep_at end
  from verdict v where g.corp_id = v.corp_id and g.id = v.id
  returning g.application, g.union_id, g.user_id, v.scopes as before, v.observed_at is null as first, v.withdrawn`;

export const renameSql = `
  update grants set name = $4, updated_at = now()
  where corp_id = $1 and id = $2 and token_version = $3 and name <> $4 and state in ('active', 'suspended', 'needs_consent')
  returning id`;

/** Only where upkeep looks after the grant at all: it is what reads the scopes, under the budget of the application. */
export const observeSoonSql = `
  update grants set observe_at = now(), upkeep_at = now()
  where corp_id = $1 and application = $2 and state in ('active', 'suspended') and upkeep_at is not null returning id`;

/** The access token of one grant with all that is needed to open it. */
export const accessTokenSql = `
  select access_token_sealed, token_version, observed_at, (select client_id from applications where name = application) as client_id from grants
  where corp_id = $1 and id = $2 and access_token_sealed is not null and access_token_expires_at > now()`;

export const databaseTimeSql = 'select now() as now';
