import type { JobState, JobType } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import {
  abandonedJobsSql,
  addJobRecordSql,
  askCancelSql,
  askPauseSql,
  beatSql,
  claimJobSql,
  endJobSql,
  jobSql,
  jobsPageSql,
  releaseJobSql,
  resumeJobSql,
} from './job-records.sql.js';

export type JobFacts = Readonly<Record<string, unknown>>;

/** Long work that an operator asked for, as operators see it. */
export interface Job {
  readonly id: string;
  readonly type: string;
  readonly state: JobState;
  readonly done: number;
  readonly total: number;
  /** Who asked for it, as in audit records. */
  readonly actor: string;
  /** What was asked; never a secret. */
  readonly request: JobFacts;
  /** What came of it; null before the end. */
  readonly result: JobFacts | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** Where a page of jobs ended. The time is text because the database keeps microseconds and a `Date` does not. */
interface JobPosition {
  readonly createdAt: string;
  readonly id: string;
}

/** What a runner is told when it says that it is alive. */
export interface JobAsked {
  readonly cancelAsked: boolean;
  readonly pauseAsked: boolean;
}

/** Longer than a few heartbeats: a runner that was silent for so long is gone. Seconds. */
const SILENT_SECONDS_MAX = 15;
/** A job that fails this often fails for good. */
const FAILURES_MAX = 10;

/** The rows of `jobs`: what is asked, who works on it, how far it is. */
export class JobRecords {
  constructor(private readonly database: Database) {}

  async add(tx: Transaction, job: Pick<Job, 'type' | 'total' | 'actor' | 'request'>): Promise<string> {
    const id = uuidv7();
    await tx.query(addJobRecordSql, [id, job.type, job.total, job.actor, JSON.stringify(job.request)]);
    return id;
  }

  async find(id: string): Promise<Job | undefined> {
    const [job] = await this.database.query<Job & Record<string, unknown>>(jobSql, [id]);
    return job;
  }

  /** The newest first: at most `limit` after the position given, and the position to go on from if there are more. */
  async page(
    { type, state }: { readonly type?: JobType; readonly state?: JobState },
    limit: number,
    after?: JobPosition,
  ): Promise<{ jobs: Job[]; next?: JobPosition }> {
    const values = [type ?? null, state ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1];
    const rows = await this.database.query<Job & { position: string }>(jobsPageSql, values);
    const jobs = rows.slice(0, limit);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { jobs, ...(last && { next: { createdAt: last.position, id: last.id } }) };
  }

  /** Undefined if it has ended. Its runner stops when it looks, which is before its first step, too; one that `waits` has none and needs one. */
  async askCancel(tx: Transaction, id: string): Promise<{ readonly waits: boolean } | undefined> {
    const [row] = await tx.query<{ waits: boolean }>(askCancelSql, [id]);
    return row;
  }

  /** False if it has ended, is to end, or is to pause already. */
  async askPause(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(askPauseSql, [id])).length === 1;
  }

  /** Undefined unless it is paused or about to be; one that `waits` has no runner and needs one. */
  async resume(tx: Transaction, id: string): Promise<{ readonly waits: boolean } | undefined> {
    const [row] = await tx.query<{ waits: boolean }>(resumeJobSql, [id]);
    return row;
  }

  /** The job, if nobody works on it; from then on only this runner may report and end it. */
  async claim(id: string, runner: string): Promise<Job | undefined> {
    const [job] = await this.database.query<Job & Record<string, unknown>>(claimJobSql, [
      id,
      runner,
      SILENT_SECONDS_MAX,
    ]);
    return job;
  }

  /** Says that the runner is alive, and how far it is. Undefined if another one has taken over. */
  async beat(id: string, runner: string, done?: number): Promise<JobAsked | undefined> {
    const [row] = await this.database.query<JobAsked & Record<string, unknown>>(beatSql, [id, runner, done ?? null]);
    return row;
  }

  async end(id: string, runner: string, state: 'done' | 'cancelled', result: JobFacts): Promise<void> {
    await this.database.query(endJobSql, [id, runner, state, JSON.stringify(result)]);
  }

  /** Pauses it if that was asked for, and otherwise lets another replica go on with it. After too many failures it has failed for good. */
  async release(id: string, runner: string, failed: boolean): Promise<void> {
    await this.database.query(releaseJobSql, [id, runner, failed, FAILURES_MAX]);
  }

  /** Jobs that nobody works on although they were asked for a while ago. */
  async abandoned(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(abandonedJobsSql, [SILENT_SECONDS_MAX]);
    return rows.map(({ id }) => id);
  }
}
