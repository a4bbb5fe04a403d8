/** Operators sign in in a browser. */
export const signIns = [
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
