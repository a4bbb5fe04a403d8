import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import type { Job, JobFacts, JobRecords } from './job-records.js';
import type { Task } from './task.js';

/** What a job is told when it reports: go on, stop for good, or stop here because somebody will go on, now or when it is resumed. */
export type JobSignal = 'go_on' | 'cancel' | 'interrupt';

/** How a job ended; counts and times, never a secret. */
export interface JobEnding {
  readonly state: 'done' | 'cancelled';
  readonly result: JobFacts;
}

/** How one type of job is done. It may be started again at any moment after a crash, so each of its steps can be repeated. */
export interface JobWork {
  readonly type: string;
  /** Reports after each step, and obeys what it is told. Undefined if it was interrupted. */
  run(job: Job, report: (done: number) => Promise<JobSignal>): Promise<JobEnding | undefined>;
}

/** Well below the time after which a silent runner counts as gone. */
const BEAT_MS = 3_000;

/** Works on the job named in the payload, unless somebody else does. */
export class RunJob implements Task {
  readonly name = 'run_job';

  constructor(
    private readonly records: JobRecords,
    private readonly works: readonly JobWork[],
    private readonly log: Logger,
  ) {}

  async run(payload: unknown, signal: AbortSignal): Promise<void> {
    const { jobId } = payload as { jobId: string };
    const runner = uuidv7();
    const job = await this.records.claim(jobId, runner);
    if (!job) return;
    this.log.info({ jobId, type: job.type, done: job.done, total: job.total }, 'job started');
    const beat = setInterval(() => {
      this.records.beat(jobId, runner).catch((err: unknown) => this.log.warn({ jobId, err }, 'no heartbeat'));
    }, BEAT_MS);
    try {
      await this.work(job, runner, signal);
    } catch (cause) {
      // Where the database is away, silence says the same as a release, a little later.
      await this.records.release(jobId, runner, true).catch(() => undefined);
      throw cause;
    } finally {
      clearInterval(beat);
    }
  }

  private async work(job: Job, runner: string, stopping: AbortSignal): Promise<void> {
    const work = this.works.find(({ type }) => type === job.type);
    if (!work) throw new Error(`No work is known for jobs of type ${job.type}`);
    const ending = await work.run(job, (done) => this.signalFor(job.id, runner, done, stopping));
    if (!ending) return this.records.release(job.id, runner, false);
    await this.records.end(job.id, runner, ending.state, ending.result);
    this.log.info({ jobId: job.id, type: job.type, state: ending.state }, 'job ended');
  }

  private async signalFor(id: string, runner: string, done: number, stopping: AbortSignal): Promise<JobSignal> {
    const seen = await this.records.beat(id, runner, done);
    if (!seen || seen.pauseAsked || stopping.aborted) return 'interrupt';
    return seen.cancelAsked ? 'cancel' : 'go_on';
  }
}
