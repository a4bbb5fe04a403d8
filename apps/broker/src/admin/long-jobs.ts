import type { AuditLog } from '@app/audit';
import type { JobResponse } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { Job, JobRecords } from '../jobs/job-records.js';
import type { Act } from './act.js';

/** Watching and cancelling the long work that operators asked for. */
export class LongJobs {
  constructor(
    private readonly database: Database,
    private readonly records: JobRecords,
    private readonly audit: AuditLog,
  ) {}

  async get(id: string): Promise<JobResponse> {
    const job = await this.records.find(id);
    if (!job) throw new BrokerError('not_found', { detail: 'There is no such job.' });
    return responseOf(job);
  }

  /** What is done stays done; what is not is left as it is. The job may take another step before it sees that it is to stop. */
  async cancel(id: string, { operator, requestId }: Act): Promise<JobResponse> {
    const { type } = await this.get(id);
    const actor = `operator:${operator.name}`;
    await this.database.transaction(async (tx) => {
      if (!(await this.records.askCancel(tx, id))) throw new BrokerError('conflict', { detail: 'This job has ended.' });
      const details = { jobId: id, type };
      await this.audit.append(tx, { type: 'job.cancelled', outcome: 'ok', actor, requestId, details });
    });
    return this.get(id);
  }
}

function responseOf({ id, type, state, done, total, startedAt, finishedAt, result }: Job): JobResponse {
  return {
    id,
    type,
    state,
    done,
    total,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    result: result && { ...result },
  };
}
