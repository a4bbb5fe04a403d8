import { committedRecordsSql } from '../follow/trail-follower.js';

/** How long figures of the trail are kept; those by minute for three days. */
export const ROLLUPS_KEPT_DAYS = 400;

/**
 * Reads the records once and adds them to everything that is kept of them: totals by minute and hour, who and what it was about by hour, and the
 * newest record of the types that are asked for by themselves. What is counted has a kind, one of `RollupKind`; nothing else is.
 */
export const rollUpSql = `
  with read as materialized (
    select e.occurred_at, e.type, e.application, e.caller_id, e.actor, e.details, k.kind,
      case when e.type in ('consent.requested', 'consent.granted', 'consent.rejected') then split_part(e.type, '.', 2) else e.outcome end as outcome
    from ${committedRecordsSql}
    join (values ('token.handed_out', 'handout'), ('handle.handed_out', 'handout'), ('gateway.called', 'handout'),
      ('handout.refused', 'handout'), ('handout.rate_limited', 'handout'),
      ('grant.refreshed', 'refresh'), ('grant.refresh_failed', 'refresh'),
      ('consent.requested', 'consent'), ('consent.granted', 'consent'), ('consent.rejected', 'consent'), ('consent.failed', 'consent'),
      ('grant.drifted', 'drift'), ('grant.revoked', 'revocation'), ('audit.verified', null)) k(type, kind) on k.type = e.type
  ), counted as materialized (
    select date_trunc('minute', occurred_at, 'UTC') as minute, kind, coalesce(application, '') as application,
      coalesce(caller_id, '00000000-0000-0000-0000-000000000000') as caller_id, outcome, count(*)::int as count, max(occurred_at) as last_at
    from read where kind is not null group by 1, 2, 3, 4, 5
  ), totals as (
    insert into audit_totals as t (grain, bucket, kind, outcome, count)
    select g.grain, date_trunc(g.grain, minute, 'UTC'), kind, outcome, sum(count)
    from counted cross join (values ('minute'), ('hour')) g(grain) group by 1, 2, 3, 4
    on conflict (grain, bucket, kind, outcome) do update set count = t.count + excluded.count
  ), newest as (
    insert into audit_latest as l (type, occurred_at, outcome, actor, details)
    select distinct on (type) type, occurred_at, outcome, actor, details from read where kind is null order by type, occurred_at desc
    on conflict (type) do update set occurred_at = excluded.occurred_at, outcome = excluded.outcome, actor = excluded.actor,
      details = excluded.details where l.occurred_at <= excluded.occurred_at
  )
  insert into audit_rollups as r (bucket, kind, application, caller_id, outcome, count, last_at)
  select date_trunc('hour', minute, 'UTC'), kind, application, caller_id, outcome, sum(count), max(last_at)
  from counted group by 1, 2, 3, 4, 5
  on conflict (bucket, kind, application, caller_id, outcome)
    do update set count = r.count + excluded.count, last_at = greatest(r.last_at, excluded.last_at)`;

/** One row for each bucket and outcome, from the start of the bucket that began `$2` buckets of `$3` seconds ago. */
export const totalsSql = `
  select date_bin(make_interval(secs => $3), bucket, 'epoch') as at, kind, outcome, sum(count)::int as count
  from audit_totals
  where grain = $1 and bucket >= date_bin(make_interval(secs => $3), now(), 'epoch') - make_interval(secs => $3) * ($2::int - 1)
  group by 1, 2, 3`;

/** The buckets of a range, whether or not anything was counted in them, the one that is still open last. */
export const bucketsSql = `
  select at, now() as now from generate_series(
    date_bin(make_interval(secs => $2), now(), 'epoch') - make_interval(secs => $2) * ($1::int - 1),
    date_bin(make_interval(secs => $2), now(), 'epoch'), make_interval(secs => $2)) at`;

/** Refused requests of these callers within the last day. */
export const refusalsOfCallersSql = `
  select caller_id as "callerId", sum(count)::int as count, max(last_at) as "lastAt" from audit_rollups
  where bucket >= date_trunc('hour', now() - interval '1 day') and kind = 'handout' and caller_id = any($1)
    and outcome not in ('token', 'handle', 'gateway')
  group by caller_id`;

export const latestSql = `
  select occurred_at as "occurredAt", outcome, actor, details from audit_latest where type = $1`;

export const forgetTotalsSql = `
  delete from audit_totals
  where grain = 'minute' and bucket < now() - interval '3 days' or bucket < now() - interval '${ROLLUPS_KEPT_DAYS} days'`;

export const forgetRollupsSql = `delete from audit_rollups where bucket < now() - interval '${ROLLUPS_KEPT_DAYS} days'`;
