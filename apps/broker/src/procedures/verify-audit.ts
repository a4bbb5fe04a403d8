import { type AuditLog, type StoredTrail, type Verification, type VerifyOptions, verifyTrail } from '@app/audit';
import type { Database } from '@app/database';

/** Verifies the trail and records that it was verified, by whom and with what result. */
export class VerifyAudit {
  constructor(
    private readonly database: Database,
    private readonly trail: StoredTrail,
    private readonly audit: AuditLog,
  ) {}

  /** About how many records there are to look at. */
  async size(): Promise<number> {
    return this.trail.size();
  }

  /** Undefined, and not recorded, if it was stopped. */
  async verify(options: VerifyOptions): Promise<Verification | undefined> {
    return verifyTrail(this.trail, options);
  }

  async record(verification: Verification, { actor, requestId }: { actor: string; requestId: string }): Promise<void> {
    const { ok, findings, findingsTotal, proven, unproven, anchored } = verification;
    const [first] = findings;
    const details = {
      provenRecords: proven.records,
      provenUntil: proven.until,
      unprovenRecords: unproven.records,
      anchored,
      findings: findingsTotal,
      ...(first && { first: first.what }),
    };
    const outcome = ok ? 'ok' : 'broken';
    await this.database.transaction((tx) =>
      this.audit.append(tx, { type: 'audit.verified', outcome, actor, requestId, details }),
    );
  }
}
