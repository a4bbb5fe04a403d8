import type { AuditLog } from '@app/audit';
import type { Transaction } from '@app/database';
import type { Job, JobFacts, JobRecords } from '../jobs/job-records.js';
import type { Jobs } from '../jobs/jobs.js';
import { type Act, actorOf } from './act.js';

interface StartedJob extends Pick<Job, 'type' | 'total' | 'request'> {
  /** What the audit record of the start says besides the job and its type. */
  readonly details?: JobFacts;
  /** Keeps what the job is to work on. */
  readonly fill?: (jobId: string) => Promise<void>;
}

/** Starts long work that an operator asked for: on record, in the queue and in the trail, or nowhere. */
export class StartJob {
  constructor(
    private readonly records: JobRecords,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  /** The job's id. Best called last in a transaction: from its audit record on, others of this replica wait for the commit. */
  async execute(tx: Transaction, { type, total, request, details, fill }: StartedJob, act: Act): Promise<string> {
    const { requestId } = act;
    const actor = actorOf(act);
    const jobId = await this.records.add(tx, { type, total, actor, request });
    await fill?.(jobId);
    await this.jobs.add(tx, 'run_job', { jobId }, { maxAttempts: 1 });
    const started = { ...details, jobId, type };
    await this.audit.append(tx, { type: 'job.started', outcome: 'ok', actor, requestId, details: started });
    return jobId;
  }
}
