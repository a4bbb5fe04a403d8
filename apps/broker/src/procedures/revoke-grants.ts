import { type AuditLanes, type AuditLog, type LiveHandout, liveHandouts } from '@app/audit';
import type { Database } from '@app/database';
import type { EndedGrant, GrantKey, GrantStore } from '@app/vault';
import { v7 as uuidv7 } from 'uuid';
import type { RevocationNews } from './revocation-news.js';
import { abandonedReceiptsSql, addRevocationsSql, finishReceiptsSql, unreadReceiptsSql } from './revoke-grants.sql.js';

/** What a revocation ended, and what it could not end because DingTalk has no way to revoke a token. */
export interface RevocationReceipt {
  readonly revocationId: string;
  readonly grantId: string;
  readonly revokedAt: Date;
  readonly liveHandouts: readonly LiveHandout[];
  /** Until when a token of this grant may go on living at DingTalk; null if none does. */
  readonly upstreamLiveUntil: Date | null;
}

/** What brought a revocation about. */
export type RevocationCause = 'operator' | 'person' | 'caller' | 'dingtalk_event' | 'bulk';

export interface RevocationAct {
  readonly cause: RevocationCause;
  /** `operator:<name>` and so on; see `AuditAct.actor`. */
  readonly actor: string;
  readonly reason: string;
  readonly requestId: string;
  /** Of a bulk revocation: the job that carries it out. */
  readonly jobId?: string;
}

/** A revocation whose grant has ended and whose receipt is still to be read. */
interface UnreadReceipt {
  readonly corpId: string;
  readonly revocationId: string;
  readonly grantId: string;
  readonly revokedAt: Date;
  readonly tokenLiveUntil: Date | null;
}

/** Grants that end in one transaction. Small enough that its locks are gone before anybody misses them. */
const MOST_AT_ONCE = 200;

/** Ends grants on every replica; design, invariant 3. */
export class RevokeGrants {
  constructor(
    private readonly database: Database,
    private readonly grants: GrantStore,
    private readonly lanes: AuditLanes,
    private readonly audit: AuditLog,
    private readonly news: RevocationNews,
  ) {}

  /**
   * The receipts of those that ended now, and of those whose revocation was cut off before its receipt was read; grants that had
   * ended before have none. Asking again after a failure finishes what is left.
   */
  async execute(grants: readonly GrantKey[], act: RevocationAct): Promise<RevocationReceipt[]> {
    const receipts: RevocationReceipt[] = [];
    for (let from = 0; from < grants.length; from += MOST_AT_ONCE) {
      receipts.push(...(await this.revoke(grants.slice(from, from + MOST_AT_ONCE), act)));
    }
    return receipts;
  }

  /** Reads receipts that nobody has read for `olderThanSeconds` because their replica died; callers wait for them. */
  async finishAbandoned(olderThanSeconds: number): Promise<void> {
    const grants = await this.database.query<GrantKey & Record<string, unknown>>(abandonedReceiptsSql, [
      olderThanSeconds,
      MOST_AT_ONCE,
    ]);
    await this.readReceipts(grants);
  }

  private async revoke(grants: readonly GrantKey[], act: RevocationAct): Promise<RevocationReceipt[]> {
    // 1. The end is committed first: every hand-out statement that starts from here on sees it.
    await this.end(grants, act);
    return this.readReceipts(grants);
  }

  private async readReceipts(grants: readonly GrantKey[]): Promise<RevocationReceipt[]> {
    const unread = await this.database.query<UnreadReceipt & Record<string, unknown>>(
      unreadReceiptsSql,
      columnsOf(grants),
    );
    if (unread.length === 0) return [];
    // 2. Statements that started before are let through or shut out, and none is left in between.
    await this.lanes.raiseEpochs();
    // 3. Only now is the list of what is out complete.
    const live = await liveHandouts(
      this.database,
      unread.map(({ grantId }) => grantId),
    );
    const read = unread.map((receipt) => withHandouts(receipt, live.get(receipt.grantId) ?? []));
    const entered = await this.database.query(finishReceiptsSql, [
      read.map(({ corpId }) => corpId),
      read.map(({ receipt }) => receipt.revocationId),
      read.map(({ receipt }) => JSON.stringify(receipt.liveHandouts)),
      read.map(({ receipt }) => receipt.upstreamLiveUntil),
    ]);
    if (entered.length > 0) this.news.tell();
    return read.map(({ receipt }) => receipt);
  }

  private async end(grants: readonly GrantKey[], act: RevocationAct): Promise<void> {
    await this.database.transaction(async (tx) => {
      const ended = (await this.grants.endAll(tx, grants, 'revoked')).map((grant) => ({ ...grant, id: uuidv7() }));
      if (ended.length === 0) return;
      const { cause, actor, reason, requestId, jobId } = act;
      await tx.query(addRevocationsSql, [
        ...columnsOf(ended),
        ended.map(({ id }) => id),
        ended.map(({ application }) => application),
        ended.map(({ unionId }) => unionId),
        ended.map(({ userId }) => userId),
        ended.map(({ endedAt }) => endedAt),
        ended.map(({ tokenLiveUntil }) => tokenLiveUntil),
        actor,
        reason,
        cause,
        jobId ?? null,
      ]);
      const records = ended.map((grant) => ({
        ...ownerOf(grant),
        type: 'grant.revoked' as const,
        outcome: 'ok',
        actor,
        requestId,
        details: { reason, cause, revocationId: grant.id, ...(jobId !== undefined && { jobId }) },
      }));
      await this.audit.appendAll(tx, records);
    });
  }
}

/** Their keys as the two lists that a statement takes. */
function columnsOf(grants: readonly GrantKey[]): [string[], string[]] {
  return [grants.map(({ corpId }) => corpId), grants.map(({ grantId }) => grantId)];
}

function ownerOf({ corpId, grantId, application, unionId, userId }: EndedGrant) {
  return { corpId, grantId, application, unionId, userId };
}

function withHandouts({ corpId, tokenLiveUntil, ...rest }: UnreadReceipt, live: readonly LiveHandout[]) {
  const upstreamLiveUntil = latest([tokenLiveUntil, ...live.map(({ expiresAt }) => expiresAt)]);
  return { corpId, receipt: { ...rest, liveHandouts: live, upstreamLiveUntil } };
}

function latest(times: readonly (Date | null)[]): Date | null {
  return times.reduce((last, time) => (time && (!last || time > last) ? time : last), null);
}
