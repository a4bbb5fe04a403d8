import type { IssueTokenResponse } from '@app/contract';
import type { GrantStore } from '@app/vault';
import type { HandOut } from './hand-out.js';
import type { HandOutAsked } from './hand-out-asked.js';

const TOKEN_TYPE = 'x-acs-dingtalk-access-token';

/** Hands a caller a live DingTalk access token of one person. */
export class HandOutToken {
  constructor(
    private readonly handOut: HandOut,
    private readonly grants: GrantStore,
  ) {}

  /** Throws `BrokerError` for every outcome but a token. */
  async execute(asked: HandOutAsked): Promise<IssueTokenResponse> {
    const decided = await this.handOut.execute(asked, { as: 'token' });
    const { grantId, tokenVersion, accessTokenSealed, liveUntil, handoutId } = decided;
    if (!accessTokenSealed || !liveUntil) throw new Error('The hand-out statement answered a token without one');
    const token = await this.grants.openAccessToken(grantId, tokenVersion, accessTokenSealed);
    return {
      accessToken: token.reveal(),
      tokenType: TOKEN_TYPE,
      expiresAt: liveUntil.toISOString(),
      scopes: decided.grantedScopes ?? [],
      application: decided.application,
      corpId: decided.corpId,
      userId: decided.userId,
      unionId: decided.unionId,
      grantId,
      handoutId,
    };
  }
}
