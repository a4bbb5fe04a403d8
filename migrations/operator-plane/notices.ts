/** People who were sent a link. */
export const notices = [
  // When the person was sent the link.
  'alter table consents add column notified_at timestamptz',
  'create index consents_notified on consents (caller_id, application, notified_at) where notified_at is not null',
];
