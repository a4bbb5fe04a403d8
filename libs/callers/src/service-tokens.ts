import { Secret } from '@app/secret';
import { SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { v7 as uuidv7 } from 'uuid';
import { SIGNING_ALGORITHM, type SigningKeys } from './signing-keys.js';

/** Lifetime, seconds. */
const LIFE_SECONDS = 120;
/** One is used for many calls while it has more than half of its life left. Milliseconds. */
const REUSE_MS = (LIFE_SECONDS / 2) * 1_000;
/** Not the type of an access token, so that a service cannot come back with it as a caller. */
const TYPE = 'service-call+jwt';

/** By what a service tells that the broker calls it: a JWT for its client id, signed with a key of `/.well-known/jwks.json`. */
export class ServiceTokens {
  readonly #made = new LRUCache<string, Promise<Secret>>({ max: 1_000, ttl: REUSE_MS });

  constructor(
    private readonly signingKeys: SigningKeys,
    private readonly issuer: string,
  ) {}

  /** @param clientId of the caller the service is */
  async for(clientId: string): Promise<Secret> {
    const made = this.#made.get(clientId) ?? this.make(clientId);
    this.#made.set(clientId, made, { noUpdateTTL: true });
    made.catch(() => this.#made.delete(clientId));
    return made;
  }

  private async make(clientId: string): Promise<Secret> {
    const { kid, key } = await this.signingKeys.current();
    const jwt = await new SignJWT()
      .setProtectedHeader({ alg: SIGNING_ALGORITHM, typ: TYPE, kid })
      .setIssuer(this.issuer)
      .setSubject(this.issuer)
      .setAudience(clientId)
      .setIssuedAt()
      .setExpirationTime(`${LIFE_SECONDS}s`)
      .setJti(uuidv7())
      .sign(key);
    return Secret.of(jwt);
  }
}
