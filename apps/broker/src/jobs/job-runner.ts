import { type Runner, run, type TaskList, Logger as WorkerLogger } from 'graphile-worker';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Task } from './task.js';

export interface JobRunnerOptions {
  /** PostgreSQL itself: the worker listens for jobs and keeps locks, neither of which goes through a pooler. */
  readonly url: string;
  readonly tasks: readonly Task[];
  readonly log: Logger;
}

/** Jobs of this replica that run at once. */
const CONCURRENCY = 8;
/** How often a replica looks for jobs it was not notified of. */
const POLL_MS = 5_000;
/** How often a replica looks whether a recurring task is due. */
const BEAT_MS = 1_000;
/** Before a worker that gave up is started again. */
const RUN_AGAIN_MS = 1_000;
const CONNECT_WITHIN_MS = 5_000;
const STATEMENT_WITHIN_MS = 30_000;
/** A recurring task that has been locked for longer than this ran on a replica that is gone. Seconds. */
const LOCKED_SECONDS_MAX = 120;

/**
 * Adds each recurring task that is due and neither waiting nor running. `ran_at` moves in the same statement, so of all replicas
 * that look at once one adds it; a task whose replica was killed is added again once its lock is too old to be true.
 */
const addDueSql = `
  with due as (
    select t.task from unnest($1::text[], $2::int[]) t(task, every)
    left join recurring_tasks r on r.task = t.task
    where (r.task is null or r.ran_at <= now() - make_interval(secs => t.every))
      and not exists (
        select from graphile_worker.jobs j where j.key = t.task
          and (j.locked_at is null and j.attempts < j.max_attempts or j.locked_at > now() - make_interval(secs => $3))
      )
  ), taken as (
    insert into recurring_tasks (task, ran_at) select task, now() from due
    on conflict (task) do update set ran_at = excluded.ran_at
      where recurring_tasks.ran_at < excluded.ran_at - interval '100 milliseconds'
    returning task
  )
  select graphile_worker.add_job(task, '{}'::json, job_key := task, max_attempts := 1) from taken`;

/** Runs the broker's tasks on graphile-worker, in the same PostgreSQL as everything else. */
export class JobRunner {
  private readonly pool: pg.Pool;
  private readonly stopping = new AbortController();
  private runner: Runner | undefined;
  private beat: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;

  constructor(private readonly options: JobRunnerOptions) {
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: CONCURRENCY + 2,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      statement_timeout: STATEMENT_WITHIN_MS,
      keepAlive: true,
      application_name: 'dingtalk-token-broker jobs',
    });
    // The worker notices by itself that a connection is gone; without these the process would end, or the worker complain.
    this.pool.on('error', lost);
    this.pool.on('connect', (client) => client.on('error', lost));
  }

  async start(): Promise<void> {
    await this.run();
    this.beat = setInterval(() => void this.addDue(), BEAT_MS);
    await this.addDue();
  }

  /** Lets running tasks finish; they see the signal. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearInterval(this.beat);
    clearTimeout(this.again);
    // One that gave up has nothing left to stop.
    await this.runner?.stop().catch(() => undefined);
    await this.pool.end();
  }

  private async run(): Promise<void> {
    const runner = await run({
      pgPool: this.pool,
      concurrency: CONCURRENCY,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      crontab: '',
      logger: workerLogger(this.options.log),
      taskList: this.taskList(),
      // Without these the worker does not wait for its own statement, and one that fails ends the process.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    });
    this.runner = runner;
    const ended = (cause?: unknown) => this.runAgain(runner, cause);
    runner.promise.then(() => ended(), ended);
    // When several jobs at once cannot be crossed off, the worker counts them wrongly and waits for its own end for ever.
    runner.events.once('pool:fatalError', ({ error }) => ended(error));
  }

  /** The worker gives up when the database is away at the wrong moment, such as when a job is done and cannot be crossed off. */
  private runAgain(runner: Runner, cause: unknown): void {
    if (this.stopping.signal.aborted || this.runner !== runner) return;
    this.runner = undefined;
    this.options.log.warn({ err: cause }, 'the worker gave up and is started again');
    this.startAgain();
  }

  private startAgain(): void {
    this.again = setTimeout(() => {
      this.run().catch((err: unknown) => {
        this.options.log.warn({ err }, 'the worker could not be started');
        if (!this.stopping.signal.aborted) this.startAgain();
      });
    }, RUN_AGAIN_MS);
  }

  private taskList(): TaskList {
    const { log, tasks } = this.options;
    const entries = tasks.map((task) => {
      const work = async (payload: unknown): Promise<void> => {
        try {
          await task.run(payload, this.stopping.signal);
        } catch (cause) {
          log.error({ task: task.name, err: cause }, 'a task failed');
          throw cause;
        }
      };
      return [task.name, work] as const;
    });
    return Object.fromEntries(entries);
  }

  private async addDue(): Promise<void> {
    const recurring = this.options.tasks.filter(({ everySeconds }) => everySeconds !== undefined);
    try {
      await this.pool.query(addDueSql, [
        recurring.map(({ name }) => name),
        recurring.map(({ everySeconds }) => everySeconds),
        LOCKED_SECONDS_MAX,
      ]);
    } catch (cause) {
      if (!this.stopping.signal.aborted) this.options.log.warn({ err: cause }, 'recurring tasks could not be added');
    }
  }
}

function lost(): void {}

/** The worker's own words go to the log at debug, its warnings and errors as what they are. Payloads are never among them. */
function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn({ worker: level }, message);
    else log.debug(message);
  });
}
