import { type AuditLog, type Handout, handoutOf } from '@app/audit';
import type { Database } from '@app/database';
import { readRefusedToken, refusedTokenCodes } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { GrantStore } from '@app/vault';
import type { HandOutAsked } from './hand-out-asked.js';
import type { ObserveScopes } from './observe-scopes.js';
import type { RefreshGrant } from './refresh-grant.js';

/** A token that DingTalk refused although it should live, and that could not be replaced: it must not be handed out again. */
export interface DeadToken {
  readonly application: string;
}

/** What a caller learnt from DingTalk about a token it was handed: contract, `refusedHandoutId` and `refusedCode`. */
export class RefusedTokens {
  constructor(
    private readonly database: Database,
    private readonly refreshGrant: RefreshGrant,
    private readonly observeScopes: ObserveScopes,
    private readonly grants: GrantStore,
    private readonly audit: AuditLog,
  ) {}

  /**
   * A refused token is refreshed once, unless it has been replaced since; refused scopes are read again, unless they have been since.
   * So a caller that reports the same refusal for ever costs DingTalk one call.
   */
  async heed({ callerId, refused, requestId }: HandOutAsked, waitMs: number): Promise<DeadToken | undefined> {
    if (!refused) return undefined;
    const meaning = readRefusedToken(refused.code);
    if (!meaning) throw invalid('/refusedCode', `must be one of ${refusedTokenCodes.join(', ')}`);
    const handout = await handoutOf(this.database, callerId, refused.handoutId);
    if (!handout) throw invalid('/refusedHandoutId', 'is no hand-out of yours');
    if (meaning === 'scopes') return this.observe(handout, requestId);
    return this.refresh(handout, requestId, waitMs);
  }

  private async refresh(handout: Handout, requestId: string, waitMs: number): Promise<DeadToken | undefined> {
    const { application, corpId, grantId, tokenVersion } = handout;
    const wanted = { corpId, grantId, staleVersion: tokenVersion, requestId, urgency: 'waited_for' } as const;
    const outcome = await this.refreshGrant.execute(wanted, waitMs);
    if (outcome?.kind === 'replaced' || (await this.endUnrefreshable(handout, requestId))) return undefined;
    return { application };
  }

  /** A token that an AI plugin brought lives as long as DingTalk says, and nothing comes after it. */
  private async endUnrefreshable(handout: Handout, requestId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ended = await this.grants.endUnrefreshable(tx, handout);
      if (!ended) return false;
      const { corpId, grantId, application, unionId, userId } = ended;
      const act = { type: 'grant.expired', outcome: 'ok', actor: 'broker', requestId } as const;
      await this.audit.append(tx, {
        ...act,
        corpId,
        grantId,
        application,
        unionId,
        userId,
        details: { why: 'token_refused' },
      });
      return true;
    });
  }

  private async observe({ corpId, grantId, occurredAt }: Handout, requestId: string): Promise<undefined> {
    await this.observeScopes.execute({ corpId, grantId, requestId, urgency: 'waited_for', unlessSince: occurredAt });
  }
}

function invalid(pointer: string, reason: string): BrokerError {
  return BrokerError.invalidRequest([{ pointer, reason }]);
}
