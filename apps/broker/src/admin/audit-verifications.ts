import type { AuditLog } from '@app/audit';
import type { Database } from '@app/database';
import type { JobRecords } from '../jobs/job-records.js';
import type { Jobs } from '../jobs/jobs.js';
import type { VerifyAudit } from '../procedures/verify-audit.js';
import { type Act, actorOf } from './act.js';
import { AUDIT_VERIFICATION } from './audit-verification.work.js';

/** Operators have the trail verified. */
export class AuditVerifications {
  constructor(
    private readonly database: Database,
    private readonly verifyAudit: VerifyAudit,
    private readonly records: JobRecords,
    private readonly jobs: Jobs,
    private readonly audit: AuditLog,
  ) {}

  /** The job's id. `published` are lines of published checkpoints to look for, if any. */
  async start(published: readonly string[], { operator, requestId }: Act): Promise<string> {
    const actor = actorOf({ operator });
    const total = await this.verifyAudit.size();
    return this.database.transaction(async (tx) => {
      const jobId = await this.records.add(tx, {
        type: AUDIT_VERIFICATION,
        total,
        actor,
        request: { requestId, published },
      });
      await this.jobs.add(tx, 'run_job', { jobId }, { maxAttempts: 1 });
      const details = { jobId, type: AUDIT_VERIFICATION };
      await this.audit.append(tx, { type: 'job.started', outcome: 'ok', actor, requestId, details });
      return jobId;
    });
  }
}
