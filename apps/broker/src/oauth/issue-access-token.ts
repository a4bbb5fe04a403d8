import type { AccessTokens, ClientCertificate, ProvenCaller } from '@app/callers';
import type { AccessTokenResponse } from '@app/contract';

/** A caller's access token for the broker, RFC 6749 section 4.4. */
export class IssueAccessToken {
  constructor(private readonly accessTokens: AccessTokens) {}

  /** Over mutual TLS it works with the same certificate only, whatever the caller proved itself by (RFC 8705 section 3). */
  async execute(caller: ProvenCaller, certificate: ClientCertificate | undefined): Promise<AccessTokenResponse> {
    const { token, expiresInSeconds } = await this.accessTokens.issue(caller, certificate?.thumbprint);
    return { access_token: token.reveal(), token_type: 'Bearer', expires_in: expiresInSeconds };
  }
}
