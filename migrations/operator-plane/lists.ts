/** The operators' lists and their filters, each in the order in which it is read. */
export const lists = [
  // By name, from its beginning and in the order of names, in every language.
  'create index grants_of_people on grants (lower(name) collate "C", union_id)',
  // Consents.
  'create index consents_newest on consents (created_at desc, id desc)',
  'create index consents_of_state on consents (state, created_at desc, id desc)',
  'create index consents_of_caller on consents (caller_id, created_at desc, id desc) where caller_id is not null',
  'create index consents_of_application on consents (application, created_at desc, id desc)',
  'create index consents_of_user on consents (user_id, created_at desc, id desc) where user_id is not null',
  'create index consents_of_union on consents (union_id, created_at desc, id desc) where union_id is not null',
  // Grants.
  'create index grants_of_state on grants (state, created_at desc, id desc)',
  'create index grants_of_reason on grants (reason, created_at desc, id desc) where reason is not null',
  'create index grants_of_application on grants (application, created_at desc, id desc)',
  'create index grants_of_organisation on grants (corp_id, created_at desc, id desc)',
  'create index grants_of_channel on grants (channel, created_at desc, id desc)',
  'create index grants_of_user_id on grants (user_id, created_at desc, id desc) where user_id is not null',
  'create index grants_of_scope on grants using gin (scopes)',
  'create index grants_by_end_of_consent on grants (refresh_token_expires_at, id) where refresh_token_expires_at is not null',
  // What happened to a grant besides its hand-outs, which may be a million.
  `create index audit_events_of_grant_changes on audit_events (grant_id, occurred_at desc)
    where grant_id is not null and handout_id is null`,
  // Of a person by either id, whatever the organisation; a hand-out has both.
  'drop index audit_events_of_user',
  'create index audit_events_of_user_id on audit_events (user_id, occurred_at desc) where user_id is not null',
  'create index audit_events_of_person on audit_events (union_id, occurred_at desc) where union_id is not null',
  'create index audit_events_of_request on audit_events (request_id)',
  // Nine records in ten are of one type, and are found by their time alone; leaving them out costs a hand-out nothing.
  `create index audit_events_of_type on audit_events (type, occurred_at desc, id desc) where type <> 'token.handed_out'`,
  `create index audit_events_of_changes on audit_events (occurred_at desc, id desc)
    where handout_id is null and type not in ('handout.refused', 'handout.rate_limited')`,
];
