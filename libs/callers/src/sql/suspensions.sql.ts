/** Changes of one policy wait for each other here, so that what the next statement reads is the newest. */
export const lockPolicySql = 'select version from policy_state for update';

/**
 * The word of a source about a subject; null for the time means now, which is never too old. A word that is older than the one
 * that is there, or the same one again, changes nothing. The same state with a newer time moves the time only: it has to outweigh what is still on its way.
 * A lifting of something that was never suspended is kept, too, because its suspension may arrive after it.
 */
export const sayWordSql = `
  with word as (
    select coalesce($9::timestamptz, clock_timestamp()) as at
  ), before as (
    select id, lifted_at from suspensions
    where kind = $2 and coalesce(application, '') = coalesce($3, '') and coalesce(corp_id, '') = coalesce($4, '')
      and coalesce(scope, '') = coalesce($5, '') and source = $6
  ), said as (
    insert into suspensions (id, kind, application, corp_id, scope, source, actor, reason, effective_at, lifted_at)
    select $1, $2, $3, $4, $5, $6, $7, $8, at, case when $10::boolean then at end from word
    on conflict (kind, coalesce(application, ''), coalesce(corp_id, ''), coalesce(scope, ''), source) do update set
      actor = case when (suspensions.lifted_at is null) = $10 then excluded.actor else suspensions.actor end,
      reason = case when (suspensions.lifted_at is null) = $10 then excluded.reason else suspensions.reason end,
      effective_at = excluded.effective_at,
      lifted_at = case when $10 then coalesce(suspensions.lifted_at, excluded.effective_at) end
    where $9 is null or suspensions.effective_at < excluded.effective_at
    returning id
  )
  select (before.id is null and not $10) or (before.id is not null and (before.lifted_at is null) = $10) as changed
  from said left join before on true`;

export const suspensionsInForceSql = `
  select kind, application, corp_id as "corpId", scope from suspensions where lifted_at is null`;

const suspensionColumns = `id, kind, application, corp_id as "corpId", scope, source, actor, reason,
  effective_at as "effectiveAt", lifted_at as "liftedAt"`;

export const suspensionOfSql = `
  select ${suspensionColumns} from suspensions
  where kind = $1 and coalesce(application, '') = coalesce($2, '') and coalesce(corp_id, '') = coalesce($3, '')
    and coalesce(scope, '') = coalesce($4, '') and source = $5`;

/** Newest first, by keyset on (effective_at, id); the position is text because a `Date` would lose its microseconds. */
export const suspensionsPageSql = `
  select ${suspensionColumns}, effective_at::text as position from suspensions
  where ($1::text is null or kind = $1) and ($2::boolean is null or (lifted_at is null) = $2)
    and ($3::timestamptz is null or (effective_at, id) < ($3, $4::uuid))
  order by effective_at desc, id desc limit $5`;
