import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Still release 2: what callers hold and how they prove who they are. */
export class CallerPlane1763856000000 implements MigrationInterface {
  name = 'CallerPlane1763856000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...handles, ...entitlements, ...revocationFeed, ...proofs, ...broughtCodes, ...inClient])
      await runner.query(statement);
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const handles = [
  // Written by the hand-out statement together with its audit record. What a handle is never changes; only its end is set.
  `create table handles (
    corp_id text not null,
    handle_hash bytea not null check (octet_length(handle_hash) = 32),
    handout_id uuid not null,
    caller_id uuid not null,
    grant_id uuid not null,
    application text not null,
    user_id text,
    union_id text not null,
    scopes text[] not null check (cardinality(scopes) > 0),
    purpose text,
    certificate_hash bytea check (octet_length(certificate_hash) = 32),
    key_hash bytea check (octet_length(key_hash) = 32),
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    primary key (corp_id, handle_hash),
    constraint handles_bound_to_one check (certificate_hash is null or key_hash is null)
  )`,
  'create index handles_of_handout on handles (corp_id, handout_id)',
  'create index handles_to_forget on handles (expires_at)',
];
const entitlements = [
  `alter table entitlements
    add column rate_per_second double precision check (rate_per_second > 0),
    add column person_rate_per_second double precision check (person_rate_per_second > 0)`,
  // Not worth a word in the write-ahead log: after a crash every bucket is full, which lets a second's worth more through, once.
  `create unlogged table handout_rates (
    caller_id uuid not null,
    position integer not null,
    person text not null,
    busy_until timestamptz not null default '-infinity',
    primary key (caller_id, position, person)
  )`,
  'create index handout_rates_to_forget on handout_rates (busy_until)',
  // Who can get a person's tokens is asked by application, and read a page at a time.
  'create index entitlements_of_application on entitlements (application, caller_id, position)',
];
const revocationFeed = [
  // Numbers are taken by locking this one row until the commit, so they come in the order of commits and no reader can skip one.
  `create table revocation_feed (
    only_row boolean primary key default true check (only_row),
    last bigint not null default 0,
    forgotten bigint not null default 0,
    cursor_key bytea not null default sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
      check (octet_length(cursor_key) = 32),
    constraint revocation_feed_forgets_the_past check (forgotten <= last)
  )`,
  'insert into revocation_feed default values',
  `create table revocation_feed_entries (
    position bigint primary key,
    caller_id uuid not null,
    corp_id text not null,
    revocation_id uuid not null,
    written_at timestamptz not null default now()
  )`,
  'create index revocation_feed_entries_of_caller on revocation_feed_entries (caller_id, position)',
  // Revocations whose receipt is still to be read: a handful, or none.
  'create index revocations_without_receipt on revocations (revoked_at) where live_handouts is null',
];

const proofs = [
  `alter table callers
    add column jwks jsonb,
    add column jwks_uri text,
    add column token_issuer text,
    add column token_subject text,
    add column certificate_name_kind text
      check (certificate_name_kind in ('subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email')),
    add column certificate_name text,
    add constraint callers_prove_one_way check (case auth_method
      when 'client_secret' then
        num_nonnulls(jwks, jwks_uri, token_issuer, token_subject, certificate_name_kind, certificate_name) = 0
      when 'private_key_jwt' then
        num_nonnulls(jwks, jwks_uri) = 1
        and num_nonnulls(token_issuer, token_subject, certificate_name_kind, certificate_name) = 0
      when 'workload_jwt' then
        num_nonnulls(token_issuer, token_subject) = 2 and num_nonnulls(jwks, jwks_uri) <= 1
        and num_nonnulls(certificate_name_kind, certificate_name) = 0
      when 'mtls' then
        num_nonnulls(certificate_name_kind, certificate_name) = 2
        and num_nonnulls(jwks, jwks_uri, token_issuer, token_subject) = 0
    end)`,
  // Both may be all that a caller shows, so each belongs to one.
  'create unique index callers_by_workload on callers (token_issuer, token_subject)',
  'create unique index callers_by_certificate on callers (certificate_name_kind, certificate_name)',
  `create table used_assertions (
    caller_id uuid not null references callers (id),
    jti_hash bytea not null check (octet_length(jti_hash) = 32),
    expires_at timestamptz not null,
    primary key (caller_id, jti_hash)
  )`,
  'create index used_assertions_to_forget on used_assertions (expires_at)',
];

const broughtCodes = [
  // A code works once at DingTalk. What became of it is kept for some minutes, for an answer that got lost on its way.
  `create table brought_codes (
    caller_id uuid not null references callers (id),
    application text not null references applications (name),
    code_hash bytea not null check (octet_length(code_hash) = 32),
    request_hash bytea not null check (octet_length(request_hash) = 32),
    claim_id uuid not null,
    claimed_until timestamptz not null,
    ending text check (ending in ('granted', 'code_refused', 'identity_unavailable', 'other_person', 'not_a_member', 'suspended', 'people')),
    corp_id text,
    grant_id uuid,
    created_at timestamptz not null default now(),
    primary key (caller_id, application, code_hash),
    constraint brought_codes_granted check ((ending is not distinct from 'granted') = (grant_id is not null) and (grant_id is null) = (corp_id is null))
  )`,
  'create index brought_codes_to_forget on brought_codes (created_at)',
];

const inClient = [
  // DingTalk's own pages ask for everything an application applied for; inside its client a part can be asked for, and which is kept here.
  `alter table consent_states
    add column channel text not null default 'browser' check (channel in ('browser', 'in_client')),
    add column asked_scopes text[] check (cardinality(asked_scopes) > 0),
    add constraint consent_states_asked_in_client check ((channel = 'in_client') = (asked_scopes is not null)),
    add constraint consent_states_in_client_is_consent check (channel = 'browser' or purpose = 'consent')`,
];
