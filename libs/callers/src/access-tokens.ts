import { createHash } from 'node:crypto';
import { Secret } from '@app/secret';
import { errors, jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import type { Caller } from './caller.js';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.js';

/** Lifetime of an access token for the broker, seconds. Disabling a caller does not wait for it: the hand-out statement checks. */
export const ACCESS_TOKEN_SECONDS = 900;
const TOKENS_REMEMBERED = 20_000;
const TYPE = 'at+jwt';

/** Who a verified access token says is calling. */
export interface VerifiedCaller {
  readonly callerId: string;
  readonly clientId: string;
  /** When what proves it runs out; undefined where it does not, such as a connection's certificate. */
  readonly expiresAt?: Date;
  /** The access token works only on connections made with the certificate of this SHA-256, base64url (RFC 8705 section 3). */
  readonly certificateThumbprint?: string;
}

/** RFC 7800, as RFC 8705 section 3.1 uses it. */
interface Confirmation {
  readonly 'x5t#S256'?: unknown;
}

/**
 * The broker's own access tokens: JWTs of RFC 9068, issuer and audience the broker's public address.
 * An ES256 verification costs more than a whole hand-out, so a verified token is remembered by its SHA-256 until it expires.
 */
export class AccessTokens {
  private readonly verified = new LRUCache<string, VerifiedCaller>({ max: TOKENS_REMEMBERED });

  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly issuer: string,
  ) {}

  /** With a thumbprint the token is bound to the certificate it was asked for with. */
  async issue(
    caller: Pick<Caller, 'id' | 'clientId'>,
    certificateThumbprint?: string,
  ): Promise<{ token: Secret; expiresInSeconds: number }> {
    const { kid, key } = await this.signingKeys.current();
    const jwt = await new SignJWT({
      client_id: caller.clientId,
      ...(certificateThumbprint !== undefined && { cnf: { 'x5t#S256': certificateThumbprint } }),
    })
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid })
      .setIssuer(this.issuer)
      .setAudience(this.issuer)
      .setSubject(caller.id)
      .setIssuedAt()
      .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
      .setJti(uuidv7())
      .sign(key);
    return { token: Secret.of(jwt), expiresInSeconds: ACCESS_TOKEN_SECONDS };
  }

  /** The caller if this token was verified before and has not expired. Never waits. */
  recall(token: string): VerifiedCaller | undefined {
    return this.verified.get(fingerprint(token));
  }

  /** Undefined if the token is foreign, expired or malformed; throws only if the keys cannot be read. */
  async verify(token: string): Promise<VerifiedCaller | undefined> {
    const known = this.recall(token);
    if (known) return known;
    try {
      const { payload } = await jwtVerify(
        token,
        async ({ kid }) => {
          const key = kid === undefined ? undefined : await this.signingKeys.toVerify(kid);
          if (!key) throw new errors.JWKSNoMatchingKey();
          return key;
        },
        {
          algorithms: [SIGNING_ALGORITHM],
          issuer: this.issuer,
          audience: this.issuer,
          typ: TYPE,
          requiredClaims: ['exp', 'sub', 'client_id'],
        },
      );
      if (typeof payload.sub !== 'string' || typeof payload.client_id !== 'string') return undefined;
      const expiresAt = new Date((payload.exp ?? 0) * 1000);
      const bound = (payload.cnf as Confirmation | undefined)?.['x5t#S256'];
      const caller: VerifiedCaller = {
        callerId: payload.sub,
        clientId: payload.client_id,
        expiresAt,
        ...(typeof bound === 'string' && { certificateThumbprint: bound }),
      };
      const lifeMs = expiresAt.getTime() - Date.now();
      if (lifeMs > 0) this.verified.set(fingerprint(token), caller, { ttl: lifeMs });
      return caller;
    } catch (cause) {
      if (cause instanceof errors.JOSEError) return undefined;
      throw cause;
    }
  }
}

/** The token itself is not kept, so that a memory dump shows no more of them than are in flight. */
function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
