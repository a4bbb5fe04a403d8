import { type AuditLanes, type AuditLog, type LiveHandout, liveHandouts } from '@app/audit';
import type { Database } from '@app/database';
import type { EndedGrant, GrantStore } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';

/** What a revocation ended, and what it could not end because DingTalk has no way to revoke a token. */
export interface RevocationReceipt {
  readonly revocationId: string;
  readonly grantId: string;
  readonly revokedAt: Date;
  readonly liveHandouts: readonly LiveHandout[];
  /** Until when a token of this grant may go on living at DingTalk; null if none does. */
  readonly upstreamLiveUntil: Date | null;
}

interface Revocation {
  readonly corpId: string;
  readonly grantId: string;
  /** `operator:<name>` and so on; see `AuditAct.actor`. */
  readonly actor: string;
  readonly reason: string;
  readonly requestId: string;
}

/** Ends one grant on every replica; design, invariant 3. */
export class RevokeGrant {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly lanes: AuditLanes,
    private readonly audit: AuditLog,
  ) {}

  /** Undefined if the grant had ended before. */
  async execute(revocation: Revocation): Promise<RevocationReceipt | undefined> {
    const revocationId = uuidv7();
    // 1. The end is committed first: every hand-out statement that starts from here on sees it.
    const ended = await this.database.transaction((tx) => this.end(tx, revocationId, revocation));
    if (!ended) return undefined;
    // 2. Statements that started before are let through or shut out, and none is left in between.
    await this.lanes.raiseEpochs();
    // 3. Only now is the list of what is out complete.
    const live = await liveHandouts(this.database, revocation.grantId);
    const upstreamLiveUntil = latest([ended.tokenLiveUntil, ...live.map(({ expiresAt }) => expiresAt)]);
    await this.database.query(
      'update revocations set live_handouts = $3, upstream_live_until = $4 where corp_id = $1 and id = $2',
      [revocation.corpId, revocationId, JSON.stringify(live), upstreamLiveUntil],
    );
    return { revocationId, grantId: ended.grantId, revokedAt: ended.endedAt, liveHandouts: live, upstreamLiveUntil };
  }

  private async end(
    tx: Parameters<Parameters<Database['transaction']>[0]>[0],
    revocationId: string,
    { corpId, grantId, actor, reason, requestId }: Revocation,
  ): Promise<EndedGrant | undefined> {
    const ended = await this.grants.end(tx, corpId, grantId, 'revoked');
    if (!ended) return undefined;
    await tx.query(
      `insert into revocations (corp_id, id, grant_id, application, union_id, user_id, actor, reason, revoked_at, live_handouts)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '[]')`,
      [corpId, revocationId, grantId, ended.application, ended.unionId, ended.userId, actor, reason, ended.endedAt],
    );
    await this.audit.append(tx, {
      type: 'grant.revoked',
      outcome: 'ok',
      actor,
      requestId,
      corpId,
      grantId,
      application: ended.application,
      unionId: ended.unionId,
      userId: ended.userId,
      details: { reason, revocationId },
    });
    return ended;
  }
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, time) => (time && (!last || time > last) ? time : last), null);
}
