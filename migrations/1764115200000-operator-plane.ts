import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Still release 2: what operators see, review and set in motion, and AI plugins. */
export class OperatorPlane1764115200000 implements MigrationInterface {
  name = 'OperatorPlane1764115200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...plugins,
      ...signIns,
      ...keys,
      ...trail,
      ...reviews,
      ...overview,
      ...lists,
      ...notices,
    ]) {
      await runner.query(statement);
    }
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const plugins = [
  `create table abilities (
    application text not null references applications (name),
    ability_key text not null check (length(ability_key) between 1 and 200),
    caller_id uuid not null references callers (id),
    scopes text[] not null check (cardinality(scopes) > 0),
    transport text not null check (transport in ('http', 'grpc')),
    address text not null,
    allow_plaintext boolean not null default false,
    timeout_seconds integer not null check (timeout_seconds between 1 and 60),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (application, ability_key),
    constraint abilities_plaintext_is_allowed check (address like 'https://%' or (address like 'http://%' and allow_plaintext))
  )`,
  `create table plugin_tokens (
    application text not null references applications (name),
    token_hash bytea not null check (octet_length(token_hash) = 32),
    corp_id text not null,
    union_id text not null,
    first_seen_at timestamptz not null default now(),
    lives_until timestamptz not null,
    asked_at timestamptz,
    primary key (application, token_hash),
    constraint plugin_tokens_end check (lives_until > first_seen_at)
  )`,
  'create index plugin_tokens_of_person on plugin_tokens (corp_id, application, union_id)',
  'create index plugin_tokens_by_end on plugin_tokens (lives_until)',
];

const signIns: string[] = [
  // What a provider does not tell is null, and counts as long ago.
  `alter table operator_sessions
    add column way text not null default 'dingtalk' check (way in ('dingtalk', 'openid')),
    add column authenticated_at timestamptz default now()`,
  // A subject means nothing without its issuer.
  `alter table operators
    add column oidc_issuer text,
    add column oidc_subject text check (length(oidc_subject) between 1 and 255),
    add constraint operators_oidc_check check ((oidc_issuer is null) = (oidc_subject is null)),
    add constraint operators_oidc_key unique (oidc_issuer, oidc_subject)`,
  `create table operator_sign_ins (
    state_hash bytea primary key check (octet_length(state_hash) = 32),
    browser_hash bytea not null check (octet_length(browser_hash) = 32),
    fresh boolean not null,
    return_url text,
    started_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at timestamptz
  )`,
  'create index operator_sign_ins_to_forget on operator_sign_ins (expires_at)',
];

/** Of a table with sealed values: what is about to be stored under a data key that was forgotten is refused, and sealed anew. */
const guard = (table: string, columns: readonly string[]) => {
  const sealed = columns.map((column) => `${column}_sealed`);
  return [
    `create function ${table}_under_known_keys() returns trigger language plpgsql as $$
      begin
        ${sealed.map((column) => `perform under_known_key(new.${column});`).join(' ')}
        return null;
      end $$`,
    `create trigger ${table}_under_known_keys after insert or update of ${sealed.join(', ')} on ${table}
      for each row execute function ${table}_under_known_keys()`,
  ];
};

const keys: string[] = [
  // A key that is forgotten is destroyed; its row says when, and that nothing may be stored under it.
  `alter table data_keys alter column wrapped drop not null,
    add column last_used_at timestamptz,
    add column sealed_values integer check (sealed_values >= 0),
    add column counted_at timestamptz,
    add constraint data_keys_counted_is_dated check ((sealed_values is null) = (counted_at is null)),
    add constraint data_keys_forgotten_carries_nothing check (wrapped is not null or retired_at is not null and sealed_values = 0)`,
  'create index data_keys_of_master_key on data_keys (master_key_id) where wrapped is not null',
  `create table master_keys (
    key_id text primary key,
    provider text not null,
    added_at timestamptz not null default now(),
    retired_at timestamptz
  )`,
  `create table replica_keys (
    replica uuid primary key,
    current_key_id text not null,
    key_ids text[] not null,
    trouble text,
    looked_at timestamptz not null
  )`,
  // Whoever forgets a key takes the same lock alone and counts again, so a value is either counted or refused. Each statement in here
  // sees what was committed before it began, which the statement that stores the value does not.
  `create function under_known_key(sealed bytea) returns void language plpgsql as $$
    declare
      key uuid;
    begin
      if sealed is null or octet_length(sealed) < 17 then return; end if;
      key := encode(substring(sealed from 2 for 16), 'hex')::uuid;
      perform pg_advisory_xact_lock_shared(hashtextextended('data_key ' || key, 0));
      if exists (select from data_keys where id = key and wrapped is null) then
        raise integrity_constraint_violation using message = format('data key %s was forgotten', key);
      end if;
    end $$`,
  ...guard('grants', ['access_token', 'refresh_token']),
  ...guard('applications', ['client_secret', 'event_token', 'event_aes_key', 'suite_ticket']),
  ...guard('signing_keys', ['private_key']),
  ...guard('audit_keys', ['private_key']),
  `alter table grants drop constraint grants_channel_check,
    add constraint grants_channel_check check (channel in ('browser', 'in_client', 'assistant_skill', 'plugin', 'import')) not valid`,
  'alter table grants validate constraint grants_channel_check',
  // A line of an import. Its tokens are those it was brought with, then those that DingTalk gave for them; decided, it has none.
  `create table import_rows (
    id uuid primary key,
    job_id uuid not null references jobs (id),
    line integer not null check (line > 0),
    application text not null references applications (name),
    corp_id text,
    expected_user_id text,
    expected_union_id text,
    refresh_token_sealed bytea,
    access_token_sealed bytea,
    token_version integer not null default 1 check (token_version > 0),
    obtained_at timestamptz,
    expire_in integer,
    tokens_corp_id text,
    attempt_id uuid,
    in_doubt boolean not null default false,
    tries integer not null default 0,
    retry_at timestamptz,
    outcome text,
    grant_id uuid,
    finished_at timestamptz,
    constraint import_rows_once unique (job_id, line),
    constraint import_rows_decided_holds_no_token check (
      case when outcome is null then refresh_token_sealed is not null and finished_at is null
        else num_nonnulls(refresh_token_sealed, access_token_sealed, attempt_id, retry_at) = 0 and finished_at is not null end
    ),
    constraint import_rows_granted check ((coalesce(outcome, '') in ('stored', 'replaced')) = (grant_id is not null)),
    constraint import_rows_refreshed check (access_token_sealed is null or num_nonnulls(obtained_at, expire_in) = 2)
  )`,
  'create index import_rows_undecided on import_rows (job_id, line) where outcome is null',
  'create index import_rows_of_outcome on import_rows (job_id, outcome, line)',
  'create index import_rows_to_forget on import_rows (finished_at) where finished_at is not null',
  ...guard('import_rows', ['access_token', 'refresh_token']),
];

const trail: string[] = [
  // Where a webhook's deliveries begin is `since`; `failures` are those since the last success.
  `create table webhooks (
    id uuid primary key,
    url text not null,
    description text not null,
    events text[] not null check (cardinality(events) > 0),
    state text not null default 'enabled' check (state in ('enabled', 'disabled')),
    disabled_because text check (disabled_because in ('operator', 'failing', 'gone')),
    since timestamptz not null default now(),
    failures integer not null default 0 check (failures >= 0),
    failing_since timestamptz,
    resting_until timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint webhooks_disabled_for_a_reason check ((state = 'disabled') = (disabled_because is not null))
  )`,
  `create table webhook_secrets (
    id uuid primary key,
    webhook_id uuid not null references webhooks (id) on delete cascade,
    secret_sealed bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz
  )`,
  ...guard('webhook_secrets', ['secret']),
  'create index webhook_secrets_of_webhook on webhook_secrets (webhook_id)',
  // How far the trail has been told of, for each lane and each replica: numbers come in the order of commits, so none is skipped.
  `create table webhook_cursors (
    source text primary key,
    position bigint not null
  )`,
  `create table webhook_awaited_receipts (
    corp_id text not null,
    revocation_id uuid not null,
    awaited_since timestamptz not null default now(),
    primary key (corp_id, revocation_id)
  )`,
  `create table webhook_deliveries (
    id uuid primary key,
    webhook_id uuid not null references webhooks (id) on delete cascade,
    event text not null,
    body text not null,
    union_id text,
    state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    attempts integer not null default 0,
    retries integer not null default 0,
    due_at timestamptz default now(),
    created_at timestamptz not null default now(),
    finished_at timestamptz,
    constraint webhook_deliveries_due_while_pending check ((state = 'pending') = (due_at is not null)),
    constraint webhook_deliveries_finished check ((state = 'pending') = (finished_at is null))
  )`,
  'create index webhook_deliveries_of_webhook on webhook_deliveries (webhook_id, id desc)',
  `create index webhook_deliveries_due on webhook_deliveries (due_at) where state = 'pending'`,
  'create index webhook_deliveries_to_forget on webhook_deliveries (created_at)',
  'create index webhook_deliveries_of_person on webhook_deliveries (union_id) where union_id is not null',
  `create table webhook_attempts (
    delivery_id uuid not null references webhook_deliveries (id) on delete cascade,
    number integer not null check (number > 0),
    attempted_at timestamptz not null default now(),
    milliseconds integer not null,
    status integer,
    fault text,
    answer text,
    primary key (delivery_id, number),
    constraint webhook_attempts_answered_or_not check ((status is null) <> (fault is null))
  )`,
  // What an erased record's line was and is, as hashes. `erasure_id` is the record that says so and signs for all of its entries.
  `create table audit_erasures (
    lane bigint not null,
    seq bigint not null,
    original_hash bytea not null check (octet_length(original_hash) = 32),
    erased_hash bytea not null check (octet_length(erased_hash) = 32),
    erasure_id uuid not null,
    primary key (lane, seq)
  )`,
  'create index audit_erasures_of_act on audit_erasures (erasure_id, lane, seq)',
  // Where the trail begins since retention removed what was before, as the record `cut_id` says.
  `create table audit_cut (
    only_row boolean primary key default true check (only_row),
    until timestamptz not null,
    cut_id uuid not null
  )`,
  // Removed records between the checkpoint from which a shortened lane begins and the cut, by their hashes alone.
  `create table audit_cut_records (
    lane bigint not null,
    seq bigint not null,
    hash bytea not null check (octet_length(hash) = 32),
    primary key (lane, seq)
  )`,
];

const reviews: string[] = [
  // How far each follower of the trail has read, in each lane. Every lane up to `settled` is closed and read to its end.
  `create table audit_followers (
    follower text primary key,
    tracked_since timestamptz not null,
    caught_up_at timestamptz,
    settled bigint not null default 0
  )`,
  `create table audit_cursors (
    follower text not null references audit_followers (follower),
    lane bigint not null,
    seq bigint not null check (seq > 0),
    primary key (follower, lane)
  )`,
  // Counted from the trail, by a follower: what carried which scope to whom.
  `create table scope_uses (
    caller_id uuid not null,
    application text not null,
    scope text not null,
    first_used_at timestamptz not null,
    last_used_at timestamptz not null,
    handouts bigint not null check (handouts > 0),
    primary key (caller_id, application, scope)
  )`,
  'create index scope_uses_of_scope on scope_uses (scope, last_used_at desc)',
  // Entitlements taken apart, for a review: what stands in several of a caller's entitlements was given once.
  `create table given_scopes (
    caller_id uuid not null references callers (id),
    application text not null references applications (name),
    scope text not null,
    given_at timestamptz not null default now(),
    given_by text,
    primary key (caller_id, application, scope)
  )`,
  'create index given_scopes_of_scope on given_scopes (scope)',
  `insert into given_scopes (caller_id, application, scope, given_at)
    select distinct e.caller_id, e.application, s.scope, c.created_at
    from entitlements e join callers c on c.id = e.caller_id cross join lateral unnest(e.scopes) as s(scope)`,
  `create table entitlement_versions (
    caller_id uuid not null references callers (id),
    policy_version bigint not null,
    changed_at timestamptz not null default now(),
    actor text,
    reason text,
    entitlements jsonb not null,
    given jsonb not null,
    primary key (caller_id, policy_version)
  )`,
  `insert into entitlement_versions (caller_id, policy_version, changed_at, entitlements, given)
    select c.id, c.policy_version, c.updated_at, coalesce(
      (select jsonb_agg(to_jsonb(e) - 'caller_id' order by e.position) from entitlements e where e.caller_id = c.id), '[]'), coalesce(
      (select jsonb_agg(to_jsonb(g) - 'caller_id') from given_scopes g where g.caller_id = c.id), '[]')
    from callers c`,
  // How many people have granted each scope: one row, counted again now and then, never for a request.
  `create table scope_people (
    only_row boolean primary key default true check (only_row),
    counted_at timestamptz not null,
    took_ms integer not null,
    people jsonb not null
  )`,
  `create table access_reviews (
    id uuid primary key,
    since timestamptz not null,
    tracked_since timestamptz not null,
    signed_at timestamptz not null default now(),
    signed_by text not null,
    note text,
    entitlements integer not null,
    unused integer not null,
    narrowed integer not null,
    kept integer not null,
    open integer not null,
    digest bytea not null check (octet_length(digest) = 32)
  )`,
  'create index access_reviews_newest on access_reviews (signed_at desc, id desc)',
  // What was decided about an entitlement; without a review it belongs to the one that is signed next.
  `create table review_decisions (
    id uuid primary key,
    review_id uuid references access_reviews (id),
    caller_id uuid not null references callers (id),
    caller_name text not null,
    application text not null,
    scope text not null,
    decision text not null check (decision in ('kept', 'narrowed', 'open')),
    decided_at timestamptz,
    decided_by text,
    reason text,
    given_at timestamptz not null,
    last_used_at timestamptz,
    constraint review_decisions_say_who check ((decision = 'open') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint review_decisions_open_once_signed check (decision <> 'open' or review_id is not null)
  )`,
  'create unique index review_decisions_unsigned on review_decisions (caller_id, application, scope) where review_id is null',
  'create index review_decisions_of_review on review_decisions (review_id, caller_id, application, scope)',
  `create index review_decisions_kept on review_decisions (caller_id, application, scope, decided_at desc) where decision = 'kept'`,
  // People by name, and what operators list of consents, each in the order in which it is read.
  'create index grants_of_people on grants (lower(name) collate "C", union_id)',
  'create index consents_newest on consents (created_at desc, id desc)',
  'create index consents_of_state on consents (state, created_at desc, id desc)',
  'create index consents_of_caller on consents (caller_id, created_at desc, id desc) where caller_id is not null',
  'create index consents_of_application on consents (application, created_at desc, id desc)',
  'create index consents_of_user on consents (user_id, created_at desc, id desc) where user_id is not null',
  'create index consents_of_union on consents (union_id, created_at desc, id desc) where union_id is not null',
];

const overview: string[] = [
  // When an application last heard of DingTalk by itself.
  'create index dingtalk_events_of_application on dingtalk_events (application, received_at desc)',
  // Which applications AI plugins use.
  `create index grants_of_plugins on grants (application) where channel = 'plugin' and state = 'active'`,
  // What a chart is drawn from: the trail counted as it grows, for the broker as a whole.
  `create table audit_totals (
    grain text not null check (grain in ('minute', 'hour')),
    bucket timestamptz not null,
    kind text not null,
    outcome text not null,
    count integer not null check (count > 0),
    primary key (grain, bucket, kind, outcome)
  )`,
  // The same by hour, application and caller. Empty text and the nil id where there is none.
  `create table audit_rollups (
    bucket timestamptz not null,
    kind text not null,
    application text not null,
    caller_id uuid not null,
    outcome text not null,
    count integer not null check (count > 0),
    last_at timestamptz not null,
    primary key (bucket, kind, application, caller_id, outcome)
  )`,
  `create table audit_latest (
    type text primary key,
    occurred_at timestamptz not null,
    outcome text not null,
    actor text not null,
    details jsonb
  )`,
  // Refreshes that DingTalk did not answer definitely: they end nothing, so the trail has no record of them.
  `create table refresh_troubles (
    application text not null references applications (name),
    minute timestamptz not null,
    answer text not null,
    count integer not null check (count > 0),
    last_at timestamptz not null,
    retry_at timestamptz not null,
    primary key (application, minute, answer)
  )`,
  // Disabled callers that go on asking for access tokens.
  `create table caller_knocks (
    caller_id uuid not null references callers (id),
    hour timestamptz not null,
    count integer not null check (count > 0),
    last_at timestamptz not null,
    primary key (caller_id, hour)
  )`,
  // How many grants there are of each kind, and when that was counted.
  `create table grant_counts (
    application text not null references applications (name),
    state text not null,
    reason text not null,
    count integer not null check (count > 0),
    narrower integer not null,
    primary key (application, state, reason)
  )`,
  `create table grant_counts_state (
    only_row boolean primary key default true check (only_row),
    counted_at timestamptz not null,
    took_ms double precision not null
  )`,
];

const lists: string[] = [
  // The filters of the operators' lists, each in the order in which it is read.
  'create index grants_of_state on grants (state, created_at desc, id desc)',
  'create index grants_of_reason on grants (reason, created_at desc, id desc) where reason is not null',
  'create index grants_of_application on grants (application, created_at desc, id desc)',
  'create index grants_of_organisation on grants (corp_id, created_at desc, id desc)',
  'create index grants_of_channel on grants (channel, created_at desc, id desc)',
  'create index grants_of_user_id on grants (user_id, created_at desc, id desc) where user_id is not null',
  'create index grants_of_name on grants (lower(name) text_pattern_ops)',
  'create index grants_of_scope on grants using gin (scopes)',
  'create index grants_by_end_of_consent on grants (refresh_token_expires_at, id) where refresh_token_expires_at is not null',
  // What happened to a grant besides its hand-outs, which may be a million.
  `create index audit_events_of_grant_changes on audit_events (grant_id, occurred_at desc)
    where grant_id is not null and handout_id is null`,
  // Of a person by either id, whatever the organisation; a hand-out has both.
  'drop index audit_events_of_user',
  'create index audit_events_of_user_id on audit_events (user_id, occurred_at desc) where user_id is not null',
  'create index audit_events_of_person on audit_events (union_id, occurred_at desc) where union_id is not null',
  'create index audit_events_of_request on audit_events (request_id)',
  // Nine records in ten are of one type, and are found by their time alone; leaving them out costs a hand-out nothing.
  `create index audit_events_of_type on audit_events (type, occurred_at desc, id desc) where type <> 'token.handed_out'`,
  `create index audit_events_of_changes on audit_events (occurred_at desc, id desc)
    where handout_id is null and type not in ('handout.refused', 'handout.rate_limited')`,
];

const notices: string[] = [
  // When the person was sent the link.
  'alter table consents add column notified_at timestamptz',
  'create index consents_notified on consents (caller_id, application, notified_at) where notified_at is not null',
];
