const columns = `
  w.id, w.url, w.description, w.events, w.state, w.disabled_because as "disabledBecause", w.failing_since as "failingSince",
  w.created_at as "createdAt", w.updated_at as "updatedAt",
  coalesce((select jsonb_agg(jsonb_build_object('createdAt', s.created_at, 'expiresAt', s.expires_at) order by s.created_at desc)
    from webhook_secrets s where s.webhook_id = w.id and coalesce(s.expires_at > now(), true)), '[]') as secrets`;

export const webhooksSql = `
  select ${columns} from webhooks w where $1::uuid is null or w.id < $1 order by w.id desc limit $2`;

export const webhookSql = `select ${columns} from webhooks w where id = $1`;

export const anyEnabledSql = `select from webhooks where state = 'enabled' limit 1`;

export const addWebhookSql = 'insert into webhooks (id, url, description, events) values ($1, $2, $3, $4)';

/** What is null stays. Enabling begins anew: what happened meanwhile is not sent, and what failed is forgiven. */
export const changeWebhookSql = `
  update webhooks set
    url = coalesce($2, url), description = coalesce($3, description), events = coalesce($4, events),
    state = coalesce($5, state),
    disabled_because = case coalesce($5, state) when 'disabled' then coalesce(disabled_because, 'operator') end,
    since = case when $5 = 'enabled' and state = 'disabled' then now() else since end,
    failures = case when $5 = 'enabled' then 0 else failures end,
    failing_since = case when $5 = 'enabled' then null else failing_since end,
    resting_until = case when $5 = 'enabled' then null else resting_until end,
    updated_at = now()
  where id = $1 returning id`;

export const removeWebhookSql = 'delete from webhooks where id = $1 returning id';

export const addSecretSql = 'insert into webhook_secrets (id, webhook_id, secret_sealed) values ($1, $2, $3)';

/** The newest one goes on for a while, those before it end now: two sign at most. */
export const endSecretsSql = `
  update webhook_secrets s set expires_at = least(expires_at,
    case when s.id = newest.id then now() + make_interval(secs => $2) else now() end)
  from (select id from webhook_secrets where webhook_id = $1 order by created_at desc, id desc limit 1) newest
  where s.webhook_id = $1`;

export const liveSecretsSql = `
  select id, secret_sealed as sealed from webhook_secrets
  where webhook_id = $1 and coalesce(expires_at > now(), true) order by created_at desc, id desc`;

export const forgetSecretsSql = `delete from webhook_secrets where expires_at < now() - interval '1 day'`;
