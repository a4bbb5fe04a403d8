/**
 * One row for each event of an application, however often and on whichever ways DingTalk tells it. An event cannot have happened after it
 * was received: a time of the future would outlive every correction.
 */
export const insertEventSql = `
  insert into dingtalk_events (id, application, event_id, type, corp_id, born_at, via, request_id, payload, state, outcome,
    due_at, applied_at)
  values ($1, $2, $3, $4, $5, least($6::timestamptz, now()), $7, $8, $9, $10, $11,
    case when $10 = 'received' then now() + make_interval(secs => $12) end, case when $10 = 'applied' then now() end)
  on conflict (application, event_id) do nothing returning id`;

/** Nobody else tries it before the lease is over; whoever is still at it then prolongs it. */
export const takeEventSql = `
  update dingtalk_events set attempts = attempts + 1, due_at = now() + make_interval(secs => $2)
  where id = $1 and state in ('received', 'failed')
  returning id, application, event_id as "eventId", type, corp_id as "corpId", born_at as "bornAt", received_at as "receivedAt",
    via, request_id as "requestId", payload as news, attempts`;

export const prolongEventSql = `
  update dingtalk_events set due_at = now() + make_interval(secs => $2) where id = $1 and state in ('received', 'failed')`;

/** Locked until the effect is committed with it: of two that try the same event at once, one finds it applied. */
export const lockUnappliedSql = `
  select id from dingtalk_events where id = $1 and state in ('received', 'failed') for update`;

export const finishEventSql = `
  update dingtalk_events set state = 'applied', outcome = $2, applied_at = now(), due_at = null where id = $1`;

export const failEventSql = `
  update dingtalk_events set state = 'failed', outcome = $2, due_at = now() + make_interval(secs => $3)
  where id = $1 and state in ('received', 'failed')`;

/** Events whose job was lost, or failed. Their next look is put off, so that a job is added once. */
export const takeDueSql = `
  update dingtalk_events set due_at = now() + make_interval(secs => $1)
  where id in (select id from dingtalk_events where due_at <= now() order by due_at limit $2 for update skip locked)
  returning id`;

export const forgetEventsSql = `
  with old as (
    select id from dingtalk_events where received_at < now() - make_interval(days => $1) limit $2
  )
  delete from dingtalk_events e using old where e.id = old.id returning e.id`;
