import { underKnownKeys } from './sealed-values.js';

/** Master keys and data keys, replaced while they are in use. */
export const keys = [
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
  ...underKnownKeys('grants', ['access_token', 'refresh_token']),
  ...underKnownKeys('applications', ['client_secret', 'event_token', 'event_aes_key', 'suite_ticket']),
  ...underKnownKeys('signing_keys', ['private_key']),
  ...underKnownKeys('audit_keys', ['private_key']),
];
