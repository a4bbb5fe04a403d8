import type { AccessTokens, ProvenCaller } from '@app/callers';
import type { AccessTokenResponse } from '@app/contract';

/** A caller's access token for the broker, RFC 6749 section 4.4. */
export class IssueAccessToken {
  constructor(private readonly accessTokens: AccessTokens) {}

  async execute(caller: ProvenCaller): Promise<AccessTokenResponse> {
    const { token, expiresInSeconds } = await this.accessTokens.issue(caller);
    return { access_token: token.reveal(), token_type: 'Bearer', expires_in: expiresInSeconds };
  }
}
