import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the first release: applications, callers, grants, consents, keys, lanes and the audit trail. */
export class Foundation1763683200000 implements MigrationInterface {
  name = 'Foundation1763683200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...releaseAndPolicy,
      ...keys,
      ...applications,
      ...callers,
      ...grants,
      ...consents,
      ...audit,
    ]) {
      await runner.query(statement);
    }
  }

  /** Forward only: going back would destroy grants that people gave. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const releaseAndPolicy = [
  `create table schema_release (
    only_row boolean primary key default true check (only_row),
    release integer not null check (release > 0)
  )`,
  'insert into schema_release (release) values (1)',
  // Raised by every change that is not one caller's own: applications, suspensions. Each hand-out carries the version it was judged by.
  `create table policy_state (
    only_row boolean primary key default true check (only_row),
    version bigint not null default 1
  )`,
  'insert into policy_state default values',
];

const keys = [
  `create table data_keys (
    id uuid primary key,
    corp_id text not null,
    application text not null,
    master_key_id text not null,
    wrapped bytea not null,
    seals_reserved bigint not null default 0 check (seals_reserved >= 0),
    created_at timestamptz not null default now(),
    retired_at timestamptz
  )`,
  'create unique index data_keys_current on data_keys (corp_id, application) where retired_at is null',
  `create table signing_keys (
    kid text primary key,
    public_jwk jsonb not null,
    private_key_sealed bytea not null,
    created_at timestamptz not null default now(),
    retired_at timestamptz
  )`,
];

const applications = [
  `create table applications (
    name text primary key check (name ~ '^[a-z][a-z0-9-]{1,40}$' and name <> 'callback'),
    client_id text not null unique check (client_id <> ''),
    kind text not null check (kind in ('internal', 'isv', 'personal')),
    corp_id text check (corp_id <> '' and corp_id <> '-'),
    secrets_version integer not null check (secrets_version > 0),
    client_secret_sealed bytea not null,
    event_token_sealed bytea,
    event_aes_key_sealed bytea,
    robot_code text,
    scopes text[] not null,
    incidental_scopes text[] not null,
    return_urls text[] not null,
    sign_in boolean not null default false,
    suspended_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint applications_own_organisation check ((kind = 'internal') = (corp_id is not null))
  )`,
  'create unique index applications_one_signs_in on applications (sign_in) where sign_in',
];

const callers = [
  `create table callers (
    id uuid primary key,
    name text not null unique check (name ~ '^[a-z][a-z0-9-]{1,62}$'),
    client_id text not null unique,
    auth_method text not null check (auth_method in ('client_secret', 'private_key_jwt', 'workload_jwt', 'mtls')),
    policy_version bigint not null default 1,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create table caller_secrets (
    caller_id uuid not null references callers (id),
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    primary key (caller_id, secret_hash)
  )`,
  `create table entitlements (
    caller_id uuid not null references callers (id),
    position integer not null check (position > 0),
    application text not null references applications (name),
    scopes text[] not null check (cardinality(scopes) > 0),
    delivery text[] not null check (cardinality(delivery) > 0 and delivery <@ array['token', 'handle']),
    people jsonb,
    purpose_required boolean not null default false,
    expires_at timestamptz,
    whole_token boolean not null default false,
    whole_token_reason text,
    may_bring_codes boolean not null default false,
    may_revoke boolean not null default false,
    primary key (caller_id, position),
    constraint entitlements_whole_token_says_why check (whole_token = (whole_token_reason is not null))
  )`,
];

const grants = [
  `create table grants (
    corp_id text not null,
    id uuid not null,
    application text not null references applications (name),
    union_id text not null,
    user_id text,
    open_id text,
    name text not null,
    channel text not null check (channel in ('browser', 'in_client', 'assistant_skill', 'plugin')),
    state text not null check (state in ('active', 'suspended', 'needs_consent', 'revoked', 'expired')),
    reason text check (reason in ('refresh_rejected', 'indeterminate', 'withdrawn', 'scopes_missing')),
    scopes text[] not null,
    observed_at timestamptz,
    token_version integer not null check (token_version > 0),
    tokens_obtained_at timestamptz not null,
    access_token_sealed bytea,
    access_token_expires_at timestamptz,
    refresh_token_sealed bytea,
    refresh_token_expires_at timestamptz,
    ends_at timestamptz,
    once boolean not null default false,
    fence bigint not null default 0,
    lease_until timestamptz,
    attempt_id uuid,
    attempt_refresh_token_hash bytea,
    attempt_token_version integer,
    attempted_at timestamptz,
    in_doubt_since timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    ended_at timestamptz,
    primary key (corp_id, id),
    constraint grants_final_is_dated check ((state in ('revoked', 'expired')) = (ended_at is not null)),
    constraint grants_final_holds_no_token check (
      state not in ('revoked', 'expired') or (access_token_sealed is null and refresh_token_sealed is null and lease_until is null and attempt_id is null)
    ),
    constraint grants_active_holds_a_token check (state <> 'active' or access_token_sealed is not null),
    constraint grants_reason_of_needs_consent check ((state = 'needs_consent') = (reason is not null)),
    constraint grants_access_token_expires check ((access_token_sealed is null) = (access_token_expires_at is null)),
    constraint grants_refresh_token_expires check ((refresh_token_sealed is null) = (refresh_token_expires_at is null)),
    constraint grants_attempt_is_whole check (
      (attempt_id is null) = (attempt_refresh_token_hash is null) and (attempt_id is null) = (attempt_token_version is null)
      and (attempt_id is null) = (attempted_at is null)
    ),
    constraint grants_doubt_has_an_attempt check (in_doubt_since is null or attempt_id is not null),
    constraint grants_plugin_has_no_refresh check (channel <> 'plugin' or refresh_token_sealed is null)
  )`,
  `create unique index grants_one_live on grants (corp_id, application, union_id) where state in ('active', 'suspended', 'needs_consent')`,
  // Descending order puts null first, so the live grant, if there is one, comes before those that ended.
  'create index grants_newest_of_union_id on grants (corp_id, application, union_id, ended_at desc)',
  'create index grants_newest_of_user_id on grants (corp_id, application, user_id, ended_at desc) where user_id is not null',
  'create index grants_newest on grants (created_at desc, id desc)',
  `create table revocations (
    corp_id text not null,
    id uuid not null,
    grant_id uuid not null,
    application text not null,
    union_id text not null,
    user_id text,
    actor text not null,
    reason text not null,
    revoked_at timestamptz not null,
    upstream_live_until timestamptz,
    live_handouts jsonb,
    primary key (corp_id, id)
  )`,
  'create unique index revocations_one_per_grant on revocations (corp_id, grant_id)',
];

const consents = [
  `create table consents (
    id uuid primary key,
    state text not null default 'pending' check (state in ('pending', 'granted', 'rejected', 'expired')),
    origin text not null check (origin in ('outcome', 'request')),
    caller_id uuid references callers (id),
    application text not null references applications (name),
    corp_id text,
    user_id text,
    union_id text,
    scopes text[] not null,
    return_url text,
    reason text,
    grant_id uuid,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    completed_at timestamptz,
    constraint consents_completed check ((state in ('granted', 'rejected')) = (completed_at is not null)),
    constraint consents_granted check ((state = 'granted') = (grant_id is not null))
  )`,
  // One open consent per (caller, application, person, scopes): a service that asks every second leaves one link, not thousands.
  `create unique index consents_one_open on consents (caller_id, application, coalesce(corp_id, ''), coalesce(user_id, ''), coalesce(union_id, ''), scopes)
    where state = 'pending' and origin = 'outcome'`,
  `create table consent_states (
    state_hash bytea primary key check (octet_length(state_hash) = 32),
    browser_hash bytea not null check (octet_length(browser_hash) = 32),
    purpose text not null check (purpose in ('consent')),
    application text not null references applications (name),
    consent_id uuid references consents (id),
    return_url text,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz,
    result jsonb,
    constraint consent_states_result_after_use check (result is null or used_at is not null)
  )`,
  'create index consent_states_to_forget on consent_states (expires_at)',
];

const audit = [
  `create table handout_lanes (
    lane bigint generated always as identity primary key,
    replica uuid not null,
    writes text not null check (writes in ('handouts', 'acts')),
    epoch bigint not null default 1,
    seq bigint not null default 0,
    opened_at timestamptz not null default now(),
    closed_at timestamptz
  )`,
  `create table audit_events (
    corp_id text not null,
    id uuid not null,
    occurred_at timestamptz not null,
    lane bigint not null,
    seq bigint not null check (seq > 0),
    type text not null,
    outcome text not null,
    actor text not null,
    caller_id uuid,
    grant_id uuid,
    application text,
    user_id text,
    union_id text,
    scopes text[],
    purpose text,
    rule text,
    handout_id uuid,
    delivery text check (delivery in ('token', 'handle', 'gateway')),
    token_version integer,
    live_until timestamptz,
    request_id text not null,
    details jsonb,
    primary key (corp_id, occurred_at, lane, seq),
    constraint audit_events_handout_is_whole check (
      (handout_id is null) = (delivery is null) and (handout_id is null or (grant_id is not null and caller_id is not null))
    )
  ) partition by range (occurred_at)`,
  'create table audit_events_default partition of audit_events default',
  'create index audit_events_newest on audit_events (occurred_at desc, id desc)',
  'create index audit_events_of_grant on audit_events (grant_id, occurred_at desc) where grant_id is not null',
  'create index audit_events_of_caller on audit_events (caller_id, occurred_at desc) where caller_id is not null',
  'create index audit_events_of_user on audit_events (corp_id, user_id, occurred_at desc) where user_id is not null',
  'create index audit_events_of_lane on audit_events (lane, seq)',
];
