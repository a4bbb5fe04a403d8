import type { Database } from '@app/database';
import type { VerifyAudit } from '../procedures/verify-audit.js';
import type { Act } from './act.js';
import { AUDIT_VERIFICATION } from './audit-verification.work.js';
import type { StartJob } from './start-job.js';

/** Operators have the trail verified. */
export class AuditVerifications {
  constructor(
    private readonly database: Database,
    private readonly verifyAudit: VerifyAudit,
    private readonly startJob: StartJob,
  ) {}

  /** The job's id. `published` are lines of published checkpoints to look for, if any. */
  async start(published: readonly string[], act: Act): Promise<string> {
    const total = await this.verifyAudit.size();
    const request = { requestId: act.requestId, published };
    return this.database.transaction((tx) =>
      this.startJob.execute(tx, { type: AUDIT_VERIFICATION, total, request }, act),
    );
  }
}
