const columns = `name, display_name as "displayName", organisation_name as "organisationName", client_id as "clientId", kind, corp_id as "corpId", robot_code as "robotCode", scopes,
  incidental_scopes as "incidentalScopes", return_urls as "returnUrls", sign_in as "signIn",
  calls_per_second as "callsPerSecond", event_stream as "eventStream",
  suspended_at as "suspendedAt", created_at as "createdAt", updated_at as "updatedAt"`;

export const applicationByNameSql = `select ${columns} from applications where name = $1`;

export const allApplicationsSql = `select ${columns} from applications order by name`;

const secretColumns =
  'client_id, secrets_version, client_secret_sealed, event_token_sealed, event_aes_key_sealed, suite_ticket_sealed, now()';

export const applicationSecretsSql = `select ${secretColumns} from applications where name = $1`;

/** Locked, because a new secret is sealed for the version after the one read here. */
export const applicationSecretsForChangeSql = `${applicationSecretsSql} for update`;

export const clientSecretsSql = {
  name: 'client-secrets',
  text: 'select name, client_id, secrets_version, client_secret_sealed from applications where name = any($1)',
};

export const insertApplicationSql = `
  insert into applications (name, client_id, kind, corp_id, secrets_version, client_secret_sealed, event_token_sealed,
    event_aes_key_sealed, robot_code, scopes, incidental_scopes, return_urls, sign_in, calls_per_second,
    event_stream, display_name, organisation_name)
  values ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  on conflict do nothing returning ${columns}`;

export const changeApplicationSql = `
  update applications set client_id = $2, secrets_version = $3, client_secret_sealed = $4, event_token_sealed = $5,
    event_aes_key_sealed = $6, robot_code = $7, scopes = $8, incidental_scopes = $9, return_urls = $10, sign_in = $11,
    calls_per_second = $12, event_stream = $13, suite_ticket_sealed = $14, display_name = $15,
    organisation_name = $16, updated_at = now()
  where name = $1 returning ${columns}`;

/** The newest by DingTalk's own time stays, whatever order they arrive in. */
export const storeSuiteTicketSql = `
  update applications set suite_ticket_sealed = $2, suite_ticket_at = $3
  where name = $1 and (suite_ticket_at is null or suite_ticket_at < $3) returning name`;

/** The version tells when a connection was made with secrets of the past. */
export const streamingApplicationsSql = `
  select name, event_stream as events, client_id as "clientId", secrets_version as "secretsVersion" from applications
  where event_stream or name = any($1)`;

export const suspendApplicationSql = `
  update applications set suspended_at = coalesce(suspended_at, now()), updated_at = now()
  where name = $1 returning ${columns}`;

export const resumeApplicationSql = `
  update applications set suspended_at = null, updated_at = now() where name = $1 returning ${columns}`;
