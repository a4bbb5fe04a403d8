import type { Job } from '../jobs/job-records.js';
import type { JobEnding, JobSignal, JobWork } from '../jobs/run-job.task.js';
import type { VerifyAudit } from '../procedures/verify-audit.js';

/** The type of its jobs; kept in rows, so never changed. */
export const AUDIT_VERIFICATION = 'audit_verification';

/** Verifies the whole trail, from the beginning again if it was interrupted. */
export class AuditVerification implements JobWork {
  readonly type = AUDIT_VERIFICATION;

  constructor(private readonly verifyAudit: VerifyAudit) {}

  async run(
    { actor, total, request }: Job,
    report: (done: number) => Promise<JobSignal>,
  ): Promise<JobEnding | undefined> {
    const { requestId, published = [] } = request as { requestId: string; published?: readonly string[] };
    let signal = 'go_on' as JobSignal;
    const onProgress = async (records: number): Promise<boolean> => {
      signal = await report(Math.min(records, total));
      return signal === 'go_on';
    };
    const verification = (await onProgress(0))
      ? await this.verifyAudit.verify({ onProgress, ...(published.length > 0 && { anchor: each(published) }) })
      : undefined;
    if (!verification) return signal === 'cancel' ? { state: 'cancelled', result: {} } : undefined;
    await this.verifyAudit.record(verification, { actor, requestId });
    await report(total);
    return { state: 'done', result: { ...verification } };
  }
}

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
