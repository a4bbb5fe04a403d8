import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Still release 2: who administers the broker. */
export class Operators1764028800000 implements MigrationInterface {
  name = 'Operators1764028800000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of operators) await runner.query(statement);
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const operators = [
  // `bootstrap` is whoever holds the token of the environment, and must be nobody else in the audit trail.
  `create table operators (
    id uuid primary key,
    name text not null unique check (name ~ '^[a-z][a-z0-9-]{1,62}$' and name <> 'bootstrap'),
    role text not null check (role in ('owner', 'admin', 'auditor')),
    union_id text unique,
    disabled_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  `create table operator_tokens (
    id uuid primary key,
    operator_id uuid not null references operators (id),
    name text not null,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    permissions text[] check (cardinality(permissions) > 0),
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
  )`,
  'create index operator_tokens_of_operator on operator_tokens (operator_id, id desc)',
  `create table operator_sessions (
    id uuid primary key,
    operator_id uuid not null references operators (id),
    session_hash bytea not null unique check (octet_length(session_hash) = 32),
    signed_in_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    ends_at timestamptz not null,
    ended_at timestamptz
  )`,
  'create index operator_sessions_of_operator on operator_sessions (operator_id, id desc)',
  'create index operator_sessions_to_forget on operator_sessions (ends_at)',
  // Operators sign in through DingTalk too, and return to the one address it knows.
  `alter table consent_states drop constraint consent_states_purpose_check,
    add constraint consent_states_purpose_check check (purpose in ('consent', 'me', 'operator'))`,
];
