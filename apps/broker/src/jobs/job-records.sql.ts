const columns = `id, type, state, done, total, actor, request, result, started_at as "startedAt", finished_at as "finishedAt"`;

export const addJobRecordSql = 'insert into jobs (id, type, total, actor, request) values ($1, $2, $3, $4, $5)';

export const jobSql = `select ${columns} from jobs where id = $1`;

export const askCancelSql = `
  update jobs set cancel_asked = true where id = $1 and state in ('queued', 'running') returning id`;

/** One runner at a time: a second one gets it only when the first has been silent for too long, or has let it go. */
export const claimJobSql = `
  update jobs set state = 'running', runner = $2, heartbeat_at = now(), started_at = coalesce(started_at, now())
  where id = $1 and (state = 'queued'
    or state = 'running' and coalesce(heartbeat_at < now() - make_interval(secs => $3), true))
  returning ${columns}`;

export const beatSql = `
  update jobs set heartbeat_at = now(), done = coalesce($3, done) where id = $1 and runner = $2 and state = 'running'
  returning cancel_asked as "cancelAsked"`;

export const endJobSql = `
  update jobs set state = $3, result = $4, done = case when $3 = 'done' then total else done end, finished_at = now(), runner = null
  where id = $1 and runner = $2 and state = 'running'`;

export const releaseJobSql = `
  update jobs set runner = null, heartbeat_at = null, failures = failures + $3::boolean::int,
    state = case when $3 and failures + 1 >= $4 then 'failed' else state end,
    finished_at = case when $3 and failures + 1 >= $4 then now() end
  where id = $1 and runner = $2 and state = 'running'`;

export const abandonedJobsSql = `
  select id from jobs
  where state = 'queued' and created_at < now() - make_interval(secs => $1)
    or state = 'running' and coalesce(heartbeat_at < now() - make_interval(secs => $1), true)
  order by created_at`;
