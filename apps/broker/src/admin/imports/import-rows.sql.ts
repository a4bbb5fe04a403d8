export const addImportRowsSql = `
  insert into import_rows (id, job_id, line, application, corp_id, expected_user_id, expected_union_id, refresh_token_sealed)
  select id, $1, line, application, corp_id, expected_user_id, expected_union_id, refresh_token_sealed
  from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bytea[])
    as r(id, line, application, corp_id, expected_user_id, expected_union_id, refresh_token_sealed)`;

/**
 * Takes the next rows, and records for those whose token is about to be sent that it may be: committed before DingTalk is called. An
 * attempt that is still recorded had no answer, so its token is in doubt. $3: only those whose token was sent and answered for.
 */
export const takeImportRowsSql = `
  with next as (
    select id from import_rows
    where job_id = $1 and outcome is null and (retry_at is null or retry_at <= now())
      and (not $3::boolean or access_token_sealed is not null or in_doubt or attempt_id is not null)
    order by line limit $2 for update
  )
  update import_rows r set attempt_id = $4, in_doubt = r.in_doubt or r.attempt_id is not null, tries = r.tries + 1
  from next where r.id = next.id
  returning r.id, r.line, r.application, r.corp_id as "corpId", r.expected_user_id as "expectedUserId",
    r.expected_union_id as "expectedUnionId", r.refresh_token_sealed as "refreshTokenSealed", r.token_version as "tokenVersion",
    r.access_token_sealed as "accessTokenSealed", r.obtained_at as "obtainedAt", r.expire_in as "expireInSeconds",
    r.obtained_at + make_interval(secs => r.expire_in) > now() + interval '1 minute' as "tokenLives",
    r.tokens_corp_id as "tokensCorpId", r.in_doubt as "inDoubt", r.tries, r.attempt_id as "attemptId"`;

/** New tokens are stored by whoever has them, if the version is that of the token that was sent: they are the only ones DingTalk honours. */
export const storeRefreshedRowSql = `
  update import_rows set token_version = token_version + 1, access_token_sealed = $3, refresh_token_sealed = $4, obtained_at = $5,
    expire_in = $6, tokens_corp_id = $7, attempt_id = null, in_doubt = false, tries = 1, retry_at = null
  where id = $1 and token_version = $2 and outcome is null returning id`;

/** Undecided: tried again after a pause that grows from a second to a minute, or after as long as DingTalk asked for. */
export const retryRowSql = `
  update import_rows set attempt_id = null, in_doubt = in_doubt or $3,
    retry_at = now() + make_interval(secs => greatest($4::float8, least(60, 2 ^ least(tries, 6)) * (0.5 + random() / 2)))
  where id = $1 and attempt_id = $2 and outcome is null`;

/** Decided, and nothing sealed is kept. Only by whoever tried last: a refusal that comes late may be about a token that was replaced. */
export const endRowSql = `
  update import_rows set outcome = $3, grant_id = $4, finished_at = now(), attempt_id = null, retry_at = null,
    access_token_sealed = null, refresh_token_sealed = null, corp_id = coalesce($5, corp_id)
  where id = $1 and attempt_id = $2 and outcome is null returning id`;

/** What nobody has begun with. */
export const dropRowsSql = `
  update import_rows set outcome = 'cancelled', finished_at = now(), access_token_sealed = null, refresh_token_sealed = null,
    attempt_id = null, retry_at = null
  where job_id = $1 and outcome is null`;

export const undecidedRowsSql = `
  select count(*)::int as all, (count(*) filter (where access_token_sealed is not null or in_doubt or attempt_id is not null))::int as begun
  from import_rows where job_id = $1 and outcome is null`;

export const importResultSql = `
  select coalesce(outcome, 'undecided') as outcome, count(*)::int as count from import_rows where job_id = $1 group by 1`;

export const listImportRowsSql = `
  select line, application, corp_id as "corpId", expected_user_id as "expectedUserId", expected_union_id as "expectedUnionId", outcome,
    grant_id as "grantId", finished_at as "finishedAt"
  from import_rows where job_id = $1 and line > $2 and ($3::text is null or outcome = $3) order by line limit $4`;
