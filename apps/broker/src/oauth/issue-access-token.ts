import type { AccessTokens, CallerStore } from '@app/callers';
import type { AccessTokenResponse } from '@app/contract';
import { BrokerError } from '@app/errors';
import { type ClientCredentials, invalidClient } from './client-credentials.js';

const PLAIN = /^[A-Za-z0-9_-]{1,200}$/;

/** A caller's access token for the broker, RFC 6749 section 4.4. */
export class IssueAccessToken {
  constructor(
    private readonly callers: CallerStore,
    private readonly accessTokens: AccessTokens,
  ) {}

  async execute(grantType: string, { clientId, clientSecret }: ClientCredentials): Promise<AccessTokenResponse> {
    if (grantType !== 'client_credentials') {
      throw new BrokerError('invalid_request', {
        detail: 'grant_type must be client_credentials.',
        members: {
          error: 'unsupported_grant_type',
          errors: [{ pointer: '/grant_type', reason: 'must be client_credentials' }],
        },
      });
    }
    if (!PLAIN.test(clientId) || !PLAIN.test(clientSecret.reveal())) throw invalidClient();
    const caller = await this.callers.authenticate(clientId, clientSecret);
    // A disabled caller is told the same as a wrong secret: whether it exists is the operator's business.
    if (!caller || caller.disabledAt) throw invalidClient();
    const { token, expiresInSeconds } = await this.accessTokens.issue(caller);
    return { access_token: token.reveal(), token_type: 'Bearer', expires_in: expiresInSeconds };
  }
}
