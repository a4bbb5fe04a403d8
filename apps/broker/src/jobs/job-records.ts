import type { Database, Transaction } from '@app/database';
import { v7 as uuidv7 } from 'uuid';
import {
  abandonedJobsSql,
  addJobRecordSql,
  askCancelSql,
  beatSql,
  claimJobSql,
  endJobSql,
  jobSql,
  releaseJobSql,
} from './job-records.sql.js';

type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
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
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
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

  /** False unless it was waiting or running. Its runner stops when it looks, which is before its first step, too. */
  async askCancel(tx: Transaction, id: string): Promise<boolean> {
    return (await tx.query(askCancelSql, [id])).length === 1;
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
  async beat(id: string, runner: string, done?: number): Promise<{ cancelAsked: boolean } | undefined> {
    const [row] = await this.database.query<{ cancelAsked: boolean }>(beatSql, [id, runner, done ?? null]);
    return row;
  }

  async end(id: string, runner: string, state: 'done' | 'cancelled', result: JobFacts): Promise<void> {
    await this.database.query(endJobSql, [id, runner, state, JSON.stringify(result)]);
  }

  /** Lets another replica go on with it. After too many failures it has failed for good. */
  async release(id: string, runner: string, failed: boolean): Promise<void> {
    await this.database.query(releaseJobSql, [id, runner, failed, FAILURES_MAX]);
  }

  /** Jobs that nobody works on although they were asked for a while ago. */
  async abandoned(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(abandonedJobsSql, [SILENT_SECONDS_MAX]);
    return rows.map(({ id }) => id);
  }
}
