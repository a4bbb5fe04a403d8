/** Those that are told, held as they are until the deliveries are there; `$1` names one that is told whatever it wants. */
export const receiversSql = `
  select id, events, to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since from webhooks
  where case when $1::uuid is null then state = 'enabled' else id = $1 end order by id for share`;

export const addDeliveriesSql = `
  insert into webhook_deliveries (id, webhook_id, event, body, union_id)
  select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])`;

const columns = `
  d.id, d.event, d.state, d.attempts, d.created_at as "createdAt", d.finished_at as "finishedAt", d.due_at as "nextAttemptAt"`;

const lastAttempt = `
  left join lateral (
    select jsonb_build_object('number', a.number, 'attemptedAt', a.attempted_at, 'milliseconds', a.milliseconds, 'status', a.status,
      'fault', a.fault, 'answer', a.answer) as last
    from webhook_attempts a where a.delivery_id = d.id order by a.number desc limit 1
  ) a on true`;

export const deliveriesSql = `
  select ${columns}, a.last from webhook_deliveries d ${lastAttempt}
  where d.webhook_id = $1 and ($2::text is null or d.state = $2) and ($3::text is null or d.event = $3)
    and ($4::uuid is null or d.id < $4)
  order by d.id desc limit $5`;

export const deliverySql = `
  select ${columns}, a.last, d.body from webhook_deliveries d ${lastAttempt} where d.webhook_id = $1 and d.id = $2`;

export const attemptsSql = `
  select number, attempted_at as "attemptedAt", milliseconds, status, fault, answer from webhook_attempts
  where delivery_id = $1 order by number`;

/** From the beginning, as the same message. */
export const replaySql = `
  update webhook_deliveries set state = 'pending', due_at = now(), finished_at = null, retries = 0
  where webhook_id = $1 and id = $2 and state <> 'pending' returning id`;

/** What is pending and due, for one sender: whoever has taken it has so many seconds before another one may. */
export const claimSql = `
  with claimed as (
    update webhook_deliveries d set due_at = now() + make_interval(secs => $2), attempts = d.attempts + 1
    from webhooks w
    where d.id = $1 and d.state = 'pending' and d.due_at <= now() and w.id = d.webhook_id and w.state = 'enabled'
      and coalesce(w.resting_until <= now(), true)
    returning d.id, d.webhook_id, d.event, d.body, d.attempts, d.retries, w.url
  )
  select id, webhook_id as "webhookId", event, body, attempts, retries, url from claimed`;

/** Why it was not to be claimed: its receiver rests. To the millisecond, because the job's time is a `Date`. */
export const putOffSql = `
  update webhook_deliveries d set due_at = date_trunc('milliseconds', w.resting_until) from webhooks w
  where d.id = $1 and d.state = 'pending' and d.due_at <= now() and w.id = d.webhook_id and w.resting_until > now()
  returning d.due_at as "dueAt"`;

export const waitSql = `
  update webhook_deliveries set due_at = date_trunc('milliseconds', now() + make_interval(secs => $2))
  where id = $1 and state = 'pending' and due_at <= now() returning due_at as "dueAt"`;

export const addAttemptSql = `
  insert into webhook_attempts (delivery_id, number, milliseconds, status, fault, answer) values ($1, $2, $3, $4, $5, $6)`;

export const deliveredSql = `
  with d as (
    update webhook_deliveries set state = 'delivered', due_at = null, finished_at = now() where id = $1 returning webhook_id
  )
  update webhooks w set failures = 0, failing_since = null, resting_until = null from d
  where w.id = d.webhook_id and w.failures > 0`;

/** Answers when it is tried again; null: never. */
export const notDeliveredSql = `
  update webhook_deliveries set retries = retries + 1,
    state = case when $2::double precision is null then 'failed' else 'pending' end,
    due_at = date_trunc('milliseconds', now() + make_interval(secs => $2)),
    finished_at = case when $2::double precision is null then now() end
  where id = $1 returning due_at as "dueAt"`;

/** After a few failures in a row the receiver is left alone for a while, longer each time. Answers since when nothing has arrived. */
export const receiverFailedSql = `
  update webhooks set failures = failures + 1, failing_since = coalesce(failing_since, now()),
    resting_until = case when failures + 1 >= $2 then now() + make_interval(secs => least($3, power(2, least(failures + 1 - $2, 20)))) end
  where id = $1 and state = 'enabled' returning failing_since < now() - make_interval(secs => $4) as "tooLong"`;

export const disableSql = `
  update webhooks set state = 'disabled', disabled_because = $2, resting_until = null, updated_at = now()
  where id = $1 and state = 'enabled' returning id`;

/** Nobody is told of what is pending when a webhook ends; it can be replayed. */
export const failPendingSql = `
  update webhook_deliveries set state = 'failed', due_at = null, finished_at = now() where webhook_id = $1 and state = 'pending'`;

/** Due for so long that its job must have been lost. */
export const lostSql = `
  select id from webhook_deliveries where state = 'pending' and due_at < now() - make_interval(secs => $1) order by due_at limit $2`;

export const forgetDeliveriesSql = `
  delete from webhook_deliveries where id in (
    select id from webhook_deliveries where created_at < now() - make_interval(days => $1) order by created_at limit $2
  ) returning id`;

export const forgetPersonSql = 'delete from webhook_deliveries where union_id = $1';
