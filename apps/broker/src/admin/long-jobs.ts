import type { AuditAct, AuditLog } from '@app/audit';
import type { JobResponse, ListJobsQuery, Page } from '@app/contract';
import type { Database, Transaction } from '@app/database';
import { BrokerError } from '@app/errors';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import type { Job, JobRecords } from '../jobs/job-records.js';
import type { Jobs } from '../jobs/jobs.js';
import { type Act, actorOf } from './act.js';
import { BULK_REVOCATION } from './bulk-revocation.work.js';
import { IMPORT } from './imports/import.work.js';
import { RESEAL } from './reseal.work.js';

/**
 * What goes on from where it stood. A verification would begin again, since what it has seen is proven of one reading; an erasure is one
 * commit, of which there is no half.
 */
const pausable: ReadonlySet<string> = new Set([BULK_REVOCATION, IMPORT, RESEAL]);

/** Watching, pausing and cancelling the long work that operators asked for. */
export class LongJobs {
  constructor(
    private readonly database: Database,
    private readonly records: JobRecords,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  async list({ limit, cursor, ...filter }: ListJobsQuery): Promise<Page<JobResponse>> {
    const [createdAt = '', id = ''] = cursor === undefined ? [] : decodeCursor(cursor, ['time', 'uuid']);
    const after = cursor === undefined ? undefined : { createdAt, id };
    const { jobs, next } = await this.records.page(filter, limit, after);
    return { items: jobs.map(responseOf), nextCursor: next ? encodeCursor([next.createdAt, next.id]) : null };
  }

  async get(id: string): Promise<JobResponse> {
    const job = await this.records.find(id);
    if (!job) throw new BrokerError('not_found', { detail: 'There is no such job.' });
    return responseOf(job);
  }

  /** What is done stays done; what is not is left as it is. The job may take another step before it sees that it is to stop. */
  async cancel(id: string, act: Act): Promise<JobResponse> {
    return this.commit(id, 'job.cancelled', act, async (tx) => {
      const asked = await this.records.askCancel(tx, id);
      if (!asked) throw new BrokerError('conflict', { detail: 'This job has ended.' });
      if (asked.waits) await this.startAgain(tx, id);
    });
  }

  /** It may take another step before it sees that it is to pause; then it waits until somebody resumes or cancels it. */
  async pause(id: string, act: Act): Promise<JobResponse> {
    const { type } = await this.get(id);
    if (!pausable.has(type)) throw new BrokerError('conflict', { detail: `A job of type ${type} cannot be paused.` });
    return this.commit(id, 'job.paused', act, async (tx) => {
      if (await this.records.askPause(tx, id)) return;
      throw new BrokerError('conflict', { detail: 'Only a job that waits or runs can be paused.' });
    });
  }

  async resume(id: string, act: Act): Promise<JobResponse> {
    return this.commit(id, 'job.resumed', act, async (tx) => {
      const resumed = await this.records.resume(tx, id);
      if (!resumed) throw new BrokerError('conflict', { detail: 'This job is not paused.' });
      if (resumed.waits) await this.startAgain(tx, id);
    });
  }

  private async commit(
    id: string,
    type: AuditAct['type'],
    { operator, requestId }: Act,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<JobResponse> {
    const job = await this.get(id);
    const actor = actorOf({ operator });
    await this.database.transaction(async (tx) => {
      await work(tx);
      const details = { jobId: id, type: job.type };
      await this.audit.append(tx, { type, outcome: 'ok', actor, requestId, details });
    });
    return this.get(id);
  }

  private async startAgain(tx: Transaction, jobId: string): Promise<void> {
    await this.jobs.add(tx, 'run_job', { jobId }, { key: `run_job:${jobId}`, maxAttempts: 1 });
  }
}

function responseOf({ id, type, state, done, total, actor, result, ...times }: Job): JobResponse {
  return {
    id,
    type,
    state,
    done,
    total,
    actor,
    createdAt: times.createdAt.toISOString(),
    startedAt: times.startedAt?.toISOString() ?? null,
    finishedAt: times.finishedAt?.toISOString() ?? null,
    pausable: pausable.has(type),
    result: result && { ...result },
  };
}
