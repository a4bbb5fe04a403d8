import { underKnownKeys } from './sealed-values.js';

/** What happens to grants, told to addresses that operators name. */
export const webhooks = [
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
  ...underKnownKeys('webhook_secrets', ['secret']),
  'create index webhook_secrets_of_webhook on webhook_secrets (webhook_id)',
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
];
