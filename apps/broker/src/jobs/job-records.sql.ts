const columns = `id, type, state, done, total, actor, request, result, created_at as "createdAt", started_at as "startedAt",
  finished_at as "finishedAt"`;

export const addJobRecordSql = 'insert into jobs (id, type, total, actor, request) values ($1, $2, $3, $4, $5)';

export const jobSql = `select ${columns} from jobs where id = $1`;

export const jobsPageSql = `
  select ${columns}, created_at::text as position from jobs
  where ($1::text is null or type = $1) and ($2::text is null or state = $2)
    and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
  order by created_at desc, id desc limit $5`;

/** A paused job is taken up once more, so that its work can leave what it is about as a cancelled job leaves it. */
export const askCancelSql = `
  with job as (select id, state from jobs where id = $1 and state in ('queued', 'running', 'paused') for update)
  update jobs j set cancel_asked = true, pause_asked = false, state = case j.state when 'paused' then 'queued' else j.state end
  from job where j.id = job.id returning job.state = 'paused' as waits`;

/** One that nobody has begun with is paused at once; whoever works on it sees it after the step that is under way. */
export const askPauseSql = `
  update jobs set pause_asked = state = 'running', state = case state when 'queued' then 'paused' else state end
  where id = $1 and (state = 'queued' or state = 'running' and not pause_asked) and not cancel_asked returning id`;

/** One that is still about to pause goes on as if it had not been asked to. */
export const resumeJobSql = `
  with job as (select id, state from jobs where id = $1 and (state = 'paused' or state = 'running' and pause_asked) for update)
  update jobs j set pause_asked = false, state = case j.state when 'paused' then 'queued' else j.state end
  from job where j.id = job.id returning job.state = 'paused' as waits`;

/** One runner at a time: a second one gets it only when the first has been silent for too long, or has let it go. */
export const claimJobSql = `
  update jobs set state = 'running', runner = $2, heartbeat_at = now(), started_at = coalesce(started_at, now())
  where id = $1 and (state = 'queued'
    or state = 'running' and coalesce(heartbeat_at < now() - make_interval(secs => $3), true))
  returning ${columns}`;

export const beatSql = `
  update jobs set heartbeat_at = now(), done = coalesce($3, done) where id = $1 and runner = $2 and state = 'running'
  returning cancel_asked as "cancelAsked", pause_asked as "pauseAsked"`;

export const endJobSql = `
  update jobs set state = $3, result = $4, done = case when $3 = 'done' then total else done end, finished_at = now(), runner = null,
    pause_asked = false
  where id = $1 and runner = $2 and state = 'running'`;

/** Paused, if that was asked for; otherwise for another replica to go on with. */
export const releaseJobSql = `
  update jobs set runner = null, heartbeat_at = null, failures = failures + $3::boolean::int,
    pause_asked = pause_asked and $3,
    state = case when $3 and failures + 1 >= $4 then 'failed' when pause_asked and not $3 then 'paused' else state end,
    finished_at = case when $3 and failures + 1 >= $4 then now() end
  where id = $1 and runner = $2 and state = 'running'`;

export const abandonedJobsSql = `
  select id from jobs
  where state = 'queued' and created_at < now() - make_interval(secs => $1)
    or state = 'running' and coalesce(heartbeat_at < now() - make_interval(secs => $1), true)
  order by created_at`;
