import { type AccessTokens, type Handle, type Handles, handleKeyOf, type ProvenCaller } from '@app/callers';
import type { IntrospectionBody } from '@app/contract';
import { BrokerError } from '@app/errors';
import { Secret } from '@app/secret';
import type { GrantStore } from '@app/vault';
import type { ReturnHandout } from '../procedures/return-handout.js';

/** What a caller may learn of its handles, and that it needs one no longer: RFC 7662 and RFC 7009. Somebody else's are no handles here. */
export class OwnHandles {
  constructor(
    private readonly handles: Handles,
    private readonly grants: GrantStore,
    private readonly returnHandout: ReturnHandout,
    private readonly accessTokens: AccessTokens,
    private readonly publicUrl: string,
  ) {}

  /** Active: it has not ended, and neither has its grant. What policy says of it is decided anew for every call. */
  async introspect({ id, clientId }: ProvenCaller, token: string): Promise<IntrospectionBody> {
    const key = handleKeyOf(Secret.of(token));
    const handle = key && (await this.handles.findLive(key));
    if (!handle || handle.callerId !== id || !(await this.grantLives(handle))) return { active: false };
    return {
      active: true,
      scope: handle.scopes.join(' '),
      client_id: clientId,
      token_type: handle.keyHash ? 'DPoP' : 'Bearer',
      exp: secondsOf(handle.expiresAt),
      iat: secondsOf(handle.issuedAt),
      iss: this.publicUrl,
      aud: `${this.publicUrl}/dingtalk`,
      sub: handle.unionId,
      jti: handle.handoutId,
      application: handle.application,
      corp_id: handle.corpId,
      ...confirmationOf(handle),
    };
  }

  /** Ends a handle. Whatever is none of the caller's is no error (RFC 7009 section 2.2), save an access token, which would live on. */
  async revoke({ id }: ProvenCaller, token: string, requestId: string): Promise<void> {
    const key = handleKeyOf(Secret.of(token));
    const handle = key && (await this.handles.find(key));
    if (handle?.callerId === id) {
      await this.returnHandout.execute(id, handle.handoutId, requestId);
      return;
    }
    if (!key && (await this.accessTokens.verify(token))) throw unsupportedTokenType();
  }

  private async grantLives({ application, corpId, grantId }: Handle): Promise<boolean> {
    return (await this.grants.live({ application, corpId, grantIds: [grantId] })).length === 1;
  }
}

/** What it is bound to, RFC 8705 section 3.2 and RFC 9449 section 6.2. */
function confirmationOf({ certificateHash, keyHash }: Handle): Pick<IntrospectionBody, 'cnf'> {
  if (certificateHash) return { cnf: { 'x5t#S256': certificateHash.toString('base64url') } };
  return keyHash ? { cnf: { jkt: keyHash.toString('base64url') } } : {};
}

function secondsOf(time: Date): number {
  return Math.floor(time.getTime() / 1_000);
}

function unsupportedTokenType(): BrokerError {
  return new BrokerError('invalid_request', {
    detail:
      'Access tokens for the broker cannot be revoked; they live for 15 minutes. An operator can disable the caller.',
    members: {
      error: 'unsupported_token_type',
      errors: [{ pointer: '/token', reason: 'is an access token for the broker, not a handle' }],
    },
  });
}
