import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Release 2: grants that stay alive by themselves, the budget of calls to DingTalk, recurring tasks. */
export class Upkeep1763769600000 implements MigrationInterface {
  name = 'Upkeep1763769600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...release,
      ...applications,
      ...grants,
      ...people,
      ...suspensions,
      ...jobs,
      ...revocations,
      ...events,
      ...upkeep,
    ])
      await runner.query(statement);
  }

  /** Forward only: going back would destroy grants that people gave. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const release = ['update schema_release set release = 2'];

const applications = [
  // DingTalk counts the calls of an application to each of its APIs; the standard edition allows 20 a second.
  `alter table applications add column calls_per_second integer not null default 20
    check (calls_per_second between 1 and 10000)`,
  `create table call_slots (
    client_id text not null,
    api text not null,
    replica uuid not null,
    slots integer not null check (slots >= 0),
    wanted integer not null check (wanted >= 0),
    leased_until timestamptz not null,
    primary key (client_id, api, replica)
  )`,
];

const grants = [
  // Consent on a live grant replaces its tokens and keeps its row, so `created_at` does not say when the person last consented.
  'alter table grants add column consented_at timestamptz',
  'update grants set consented_at = created_at',
  'alter table grants alter column consented_at set default now(), alter column consented_at set not null',
  // Failed attempts in a row, and before when nobody tries again: back-off that all replicas share.
  'alter table grants add column refresh_failures integer not null default 0 check (refresh_failures >= 0)',
  'alter table grants add column retry_at timestamptz',
  // When upkeep looks at the grant next, and when its scopes are to be read again. Null: never.
  'alter table grants add column upkeep_at timestamptz',
  'alter table grants add column observe_at timestamptz',
  `update grants set upkeep_at = now(), observe_at = coalesce(observed_at, now()) + interval '1 day'
    where state in ('active', 'suspended') and refresh_token_sealed is not null`,
  // A grant refused while it is suspended stays suspended, and keeps the reason it will need consent for once it is resumed.
  'alter table grants drop constraint grants_reason_of_needs_consent',
  `alter table grants add constraint grants_reason_of_needs_consent check (
    case state when 'needs_consent' then reason is not null when 'suspended' then reason is null or refresh_token_sealed is null else reason is null end
  )`,
  `alter table grants add constraint grants_final_needs_no_upkeep check (state not in ('revoked', 'expired') or upkeep_at is null)`,
  // A lease changes nothing that is indexed; with room on its page the row stays there, and none of the indexes is written.
  'alter table grants set (fillfactor = 70)',
  // Operators and callers name a grant by its id alone.
  'create index grants_of_id on grants (id)',
  'create index grants_due on grants (application, upkeep_at) where upkeep_at is not null',
  `create index grants_to_end on grants (ends_at) where ends_at is not null and state in ('active', 'suspended', 'needs_consent')`,
  `create index grants_by_end_of_refresh_token on grants (application, refresh_token_expires_at)
    where state in ('active', 'suspended') and refresh_token_expires_at is not null`,
  // What was asked when the person consented; old code leaves both as they are, and its grants have no end.
  'alter table consents add column ends_at timestamptz',
  'alter table consents add column once boolean not null default false',
  // A hand-out without a grant looks for the newest consent its caller asked this person for, by the id the request uses.
  `create index consents_requested_of_user on consents (caller_id, application, corp_id, user_id, created_at desc)
    where origin = 'request' and user_id is not null`,
  `create index consents_requested_of_union on consents (caller_id, application, corp_id, union_id, created_at desc)
    where origin = 'request' and union_id is not null`,
];

const people = [
  // What somebody granted, over all applications and organisations.
  'create index grants_of_person on grants (union_id, created_at desc)',
  `alter table consent_states drop constraint consent_states_purpose_check,
    add constraint consent_states_purpose_check check (purpose in ('consent', 'me'))`,
  `create table person_sessions (
    session_hash bytea primary key check (octet_length(session_hash) = 32),
    union_id text not null,
    name text not null,
    signed_in_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now()
  )`,
  'create index person_sessions_to_forget on person_sessions (signed_in_at)',
];

const suspensions = [
  // The word of each source about each subject, kept after lifting: an older word that arrives later changes nothing.
  `create table suspensions (
    id uuid primary key,
    kind text not null check (kind in ('organisation', 'scope', 'application_in_organisation')),
    application text references applications (name),
    corp_id text check (corp_id <> ''),
    scope text check (scope <> ''),
    source text not null check (source in ('operator', 'dingtalk')),
    actor text not null,
    reason text not null,
    effective_at timestamptz not null,
    lifted_at timestamptz,
    constraint suspensions_subject_is_of_its_kind check (
      (application is not null) = (kind = 'application_in_organisation') and (scope is not null) = (kind = 'scope')
      and (corp_id is not null) = (kind <> 'scope')
    )
  )`,
  `create unique index suspensions_one_per_source on suspensions
    (kind, coalesce(application, ''), coalesce(corp_id, ''), coalesce(scope, ''), source)`,
  'create index suspensions_newest on suspensions (effective_at desc, id desc)',
];

const jobs = [
  // Long work an operator asked for. Whoever runs it says so with a heartbeat; one that stops is taken over by another replica.
  `create table jobs (
    id uuid primary key,
    type text not null,
    state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
    done integer not null default 0 check (done >= 0),
    total integer not null check (total >= 0),
    actor text not null,
    request jsonb not null,
    result jsonb,
    cancel_asked boolean not null default false,
    runner uuid,
    heartbeat_at timestamptz,
    failures integer not null default 0 check (failures >= 0),
    created_at timestamptz not null default now(),
    started_at timestamptz,
    finished_at timestamptz,
    constraint jobs_finished_is_dated check ((state in ('done', 'failed', 'cancelled')) = (finished_at is not null)),
    constraint jobs_running_has_started check (state <> 'running' or started_at is not null)
  )`,
  `create index jobs_unfinished on jobs (created_at) where state in ('queued', 'running')`,
];

const revocations = [
  // Written by the old code too, which knows operators only.
  `alter table revocations add column cause text not null default 'operator'
    check (cause in ('operator', 'person', 'caller', 'dingtalk_event', 'bulk'))`,
  'alter table revocations add column job_id uuid references jobs (id)',
  `alter table revocations add constraint revocations_bulk_has_a_job check ((cause = 'bulk') = (job_id is not null))`,
  'create index revocations_of_id on revocations (id)',
  'create index revocations_newest on revocations (revoked_at desc, id desc)',
  'create index revocations_of_job on revocations (job_id) where job_id is not null',
  // What an operator has seen before confirming: the filter, and which grants it was, as a fingerprint.
  `create table revocation_previews (
    token_hash bytea primary key check (octet_length(token_hash) = 32),
    operator text not null,
    filter jsonb not null,
    fingerprint bytea not null check (octet_length(fingerprint) = 32),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    job_id uuid references jobs (id)
  )`,
  'create index revocation_previews_to_forget on revocation_previews (expires_at)',
  // What a bulk revocation has still to do: a grant leaves it when its receipt is written.
  `create table revocation_job_grants (
    job_id uuid not null references jobs (id),
    corp_id text not null,
    grant_id uuid not null,
    primary key (job_id, corp_id, grant_id)
  )`,
];

const events = [
  'alter table applications add column event_stream boolean not null default false',
  // What DingTalk pushes to an ISV application every few hours, sealed like the application's other secrets.
  'alter table applications add column suite_ticket_sealed bytea',
  'alter table applications add column suite_ticket_at timestamptz',
  'alter table applications add constraint applications_suite_ticket_is_dated check ((suite_ticket_sealed is null) = (suite_ticket_at is null))',
  `create table application_organisations (
    application text not null references applications (name),
    corp_id text not null check (corp_id not in ('', '-')),
    authorised_at timestamptz,
    relieved_at timestamptz,
    as_of timestamptz not null,
    primary key (application, corp_id)
  )`,
  `create table dingtalk_events (
    id uuid primary key,
    application text not null references applications (name),
    event_id text not null,
    type text not null,
    corp_id text,
    born_at timestamptz not null,
    received_at timestamptz not null default now(),
    via text not null check (via in ('http', 'stream')),
    request_id text not null,
    payload jsonb not null,
    state text not null check (state in ('received', 'applied', 'ignored', 'failed')),
    outcome text,
    attempts integer not null default 0 check (attempts >= 0),
    due_at timestamptz,
    applied_at timestamptz,
    constraint dingtalk_events_once unique (application, event_id),
    constraint dingtalk_events_due_until_applied check ((state in ('received', 'failed')) = (due_at is not null)),
    constraint dingtalk_events_applied_is_dated check ((state = 'applied') = (applied_at is not null))
  )`,
  'create index dingtalk_events_due on dingtalk_events (due_at) where due_at is not null',
  'create index dingtalk_events_to_forget on dingtalk_events (received_at)',
  // An event names an organisation, or people in it by userId, and means their grants of every application.
  `create index grants_live_of_organisation on grants (corp_id, user_id)
    where state in ('active', 'suspended', 'needs_consent')`,
];

const upkeep = [
  `create table recurring_tasks (
    task text primary key,
    ran_at timestamptz not null
  )`,
  `create table expiry_forecasts (
    application text primary key references applications (name),
    computed_at timestamptz not null,
    grants integer not null,
    within_1_day integer not null,
    within_7_days integer not null,
    within_30_days integer not null,
    refreshes_per_second double precision not null,
    calls_per_second integer not null
  )`,
];
