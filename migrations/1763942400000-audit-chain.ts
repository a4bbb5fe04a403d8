import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Still release 2: a trail that proves itself. */
export class AuditChain1763942400000 implements MigrationInterface {
  name = 'AuditChain1763942400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of chain) await runner.query(statement);
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const chain = [
  // `shut_at` comes first: from then on nothing is written in its name. `closed_at` when its last checkpoint is signed.
  `create table audit_replicas (
    replica uuid primary key,
    started_at timestamptz not null default now(),
    seen_at timestamptz not null default now(),
    shut_at timestamptz,
    closed_at timestamptz,
    constraint audit_replicas_shut_before_closed check (closed_at is null or shut_at is not null)
  )`,
  'create index audit_replicas_to_close on audit_replicas (seen_at) where closed_at is null',
  `create table audit_keys (
    key_id text primary key,
    private_key_sealed bytea not null,
    created_at timestamptz not null default now()
  )`,
  `create table audit_checkpoints (
    replica uuid not null,
    number integer not null check (number > 0),
    body text not null,
    signature bytea not null,
    key_id text not null,
    tags bytea not null,
    created_at timestamptz not null default now(),
    primary key (replica, number)
  )`,
  'create index handout_lanes_of_replica on handout_lanes (replica)',
];
