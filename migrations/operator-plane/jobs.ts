/** Long work that can be paused, and that is listed. */
export const jobs = [
  // Whoever works on a job lets it go after the step it is at, if it is asked to pause; paused, it waits for an operator.
  `alter table jobs add column pause_asked boolean not null default false,
    drop constraint jobs_state_check,
    add constraint jobs_state_check check (state in ('queued', 'running', 'paused', 'done', 'failed', 'cancelled'))`,
  'create index jobs_newest on jobs (created_at desc, id desc)',
  'create index jobs_of_type on jobs (type, created_at desc, id desc)',
];
