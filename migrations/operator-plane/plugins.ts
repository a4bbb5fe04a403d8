/** AI plugins: which service answers an ability, and whose the tokens are that DingTalk sends along. */
export const plugins = [
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
