/** What the overview is drawn from, so that it counts no table. */
export const overview = [
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
