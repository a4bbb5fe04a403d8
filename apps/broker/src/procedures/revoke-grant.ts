import { type AuditLanes, type AuditLog, type LiveHandout, liveHandouts } from '@app/audit';
import type { Database } from '@app/database';
import type { GrantStore } from '@app/vault';
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

/** A grant that has ended and whose receipt is still to be read. */
interface EndedUnread {
  readonly revocationId: string;
  readonly revokedAt: Date;
  readonly tokenLiveUntil: Date | null;
}

/** Only while its live hand-outs have not been read: the end was committed, and something failed right after. */
const unfinishedSql = `
  select id as "revocationId", revoked_at as "revokedAt", upstream_live_until as "tokenLiveUntil"
  from revocations where corp_id = $1 and grant_id = $2 and live_handouts is null`;

const finishSql = 'update revocations set live_handouts = $3, upstream_live_until = $4 where corp_id = $1 and id = $2';

/** Ends one grant on every replica; design, invariant 3. */
export class RevokeGrant {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly lanes: AuditLanes,
    private readonly audit: AuditLog,
  ) {}

  /** Undefined if the grant had ended before. A revocation that was cut off before its receipt is finished by asking again. */
  async execute(revocation: Revocation): Promise<RevocationReceipt | undefined> {
    const { corpId, grantId } = revocation;
    // 1. The end is committed first: every hand-out statement that starts from here on sees it.
    const ended = (await this.end(revocation)) ?? (await this.unfinished(corpId, grantId));
    if (!ended) return undefined;
    // 2. Statements that started before are let through or shut out, and none is left in between.
    await this.lanes.raiseEpochs();
    // 3. Only now is the list of what is out complete.
    const live = await liveHandouts(this.database, grantId);
    const upstreamLiveUntil = latest([ended.tokenLiveUntil, ...live.map(({ expiresAt }) => expiresAt)]);
    await this.database.query(finishSql, [corpId, ended.revocationId, JSON.stringify(live), upstreamLiveUntil]);
    const { revocationId, revokedAt } = ended;
    return { revocationId, grantId, revokedAt, liveHandouts: live, upstreamLiveUntil };
  }

  private async unfinished(corpId: string, grantId: string): Promise<EndedUnread | undefined> {
    const [row] = await this.database.query<EndedUnread & Record<string, unknown>>(unfinishedSql, [corpId, grantId]);
    return row;
  }

  private async end({ corpId, grantId, actor, reason, requestId }: Revocation): Promise<EndedUnread | undefined> {
    const revocationId = uuidv7();
    return this.database.transaction(async (tx) => {
      const ended = await this.grants.end(tx, corpId, grantId, 'revoked');
      if (!ended) return undefined;
      const { application, unionId, userId, endedAt, tokenLiveUntil } = ended;
      await tx.query(
        `insert into revocations (corp_id, id, grant_id, application, union_id, user_id, actor, reason, revoked_at, upstream_live_until)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [corpId, revocationId, grantId, application, unionId, userId, actor, reason, endedAt, tokenLiveUntil],
      );
      const details = { reason, revocationId };
      const act = { type: 'grant.revoked', outcome: 'ok', actor, requestId, details } as const;
      await this.audit.append(tx, { ...act, corpId, grantId, application, unionId, userId });
      return { revocationId, revokedAt: endedAt, tokenLiveUntil };
    });
  }
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, time) => (time && (!last || time > last) ? time : last), null);
}
