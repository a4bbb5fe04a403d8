const columns = `corp_id as "corpId", union_id as "unionId", first_seen_at as "firstSeenAt", lives_until as "livesUntil",
  extract(epoch from lives_until - now())::float8 as "leftSeconds"`;

export const pluginTokenSql = `select ${columns} from plugin_tokens where application = $1 and token_hash = $2`;

/** Of two replicas that see a token at once, both get the row that is there: its life counts from the first sight. */
export const rememberPluginTokenSql = `
  insert into plugin_tokens (application, token_hash, corp_id, union_id, lives_until)
  values ($1, $2, $3, $4, now() + make_interval(secs => $5))
  on conflict (application, token_hash) do update set corp_id = plugin_tokens.corp_id
  returning ${columns}`;

/** The person was sent to consent because a grant of theirs had been revoked. */
export const askedAgainSql = `
  update plugin_tokens set asked_at = now() where application = $1 and token_hash = $2`;

/** Has the person been sent to consent after the revocation, before this token came? */
export const askedSinceSql = `
  select exists (
    select from plugin_tokens where corp_id = $1 and application = $2 and union_id = $3 and asked_at > $4 and asked_at < $5
  ) as asked`;
