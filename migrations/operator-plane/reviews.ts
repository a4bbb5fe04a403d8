/** What callers may ask for and never use, and what was decided about it. */
export const reviews = [
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
  // Counted from the trail, by a follower. Rows change where they are, so there is room for that on their pages.
  `create table grant_handouts (
    corp_id text not null,
    grant_id uuid not null,
    handouts bigint not null check (handouts > 0),
    primary key (corp_id, grant_id)
  ) with (fillfactor = 80)`,
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
];
