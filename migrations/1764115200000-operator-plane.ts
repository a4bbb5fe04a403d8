import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Still release 2: what operators see, review and set in motion, and AI plugins. */
export class OperatorPlane1764115200000 implements MigrationInterface {
  name = 'OperatorPlane1764115200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...plugins, ...signIns, ...keys, ...trail, ...reviews, ...overview, ...lists]) {
      await runner.query(statement);
    }
  }

  /** Forward only, as every migration. */
  async down(): Promise<void> {
    throw new Error('Migrations of the token broker are not undone; restore a backup instead.');
  }
}

const plugins: string[] = [];

const signIns: string[] = [
  // What a provider does not tell is null, and counts as long ago.
  `alter table operator_sessions
    add column way text not null default 'dingtalk' check (way in ('dingtalk', 'openid')),
    add column authenticated_at timestamptz default now()`,
];

const keys: string[] = [];

const trail: string[] = [];

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
];

const overview: string[] = [
  // When an application last heard of DingTalk by itself.
  'create index dingtalk_events_of_application on dingtalk_events (application, received_at desc)',
  // Which applications AI plugins use.
  `create index grants_of_plugins on grants (application) where channel = 'plugin' and state = 'active'`,
];

const lists: string[] = [];
