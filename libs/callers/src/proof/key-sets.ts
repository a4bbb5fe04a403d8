import { createLocalJWKSet, errors, type JWTHeaderParameters } from 'jose';
import { LRUCache } from 'lru-cache';
import type { KeySource } from './caller-proof.js';
import { NoKeys } from './fetch-keys.js';
import { usableKeysOf } from './key-set.js';

/** Keys are fetched again after this long: a caller that withdraws one waits no longer for it to be worth nothing. */
const FRESH_MS = 10 * 60_000;
/** An unknown `kid` makes the broker look again, but not as often as anybody cares to send one. */
const ASK_AGAIN_MS = 30_000;
/** Keys that cannot be fetched again are trusted for this long, so that a restart at the caller's side stops nobody. */
const TRUSTED_MS = 60 * 60_000;
const SETS_KEPT = 1_000;

type Resolver = ReturnType<typeof createLocalJWKSet>;
type VerifyingKey = Awaited<ReturnType<Resolver>>;
type FetchDocument = (address: string) => Promise<unknown>;

/** The public keys of callers, wherever they are kept. */
export class KeySets {
  private readonly fetched = new LRUCache<string, FetchedKeySet>({ max: SETS_KEPT });

  constructor(
    private readonly fetchDocument: FetchDocument,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * The one key that fits the header of a JWT: by `kid` where it has one, and by type. What the header says of keys themselves or
   * of where they are (`jwk`, `jku`, `x5u`) counts for nothing. Throws `JWKSNoMatchingKey` and its like, or `NoKeys`.
   */
  async keyFor(source: KeySource, header: JWTHeaderParameters): Promise<VerifyingKey> {
    if ('jwks' in source) return resolverOf(source.jwks)(header);
    const address = JSON.stringify(source);
    const known = this.fetched.get(address);
    if (known) return known.keyFor(header);
    const fetch = () =>
      'jwksUri' in source ? this.fetchDocument(source.jwksUri) : discovered(source.issuer, this.fetchDocument);
    const set = new FetchedKeySet(fetch, this.now);
    this.fetched.set(address, set);
    return set.keyFor(header);
  }
}

class FetchedKeySet {
  private keys: Resolver | undefined;
  private fetchedAt = Number.NEGATIVE_INFINITY;
  private askedAt = Number.NEGATIVE_INFINITY;
  private asking: Promise<void> | undefined;
  private trouble: NoKeys | undefined;

  constructor(
    private readonly fetch: () => Promise<unknown>,
    private readonly now: () => number,
  ) {}

  async keyFor(header: JWTHeaderParameters): Promise<VerifyingKey> {
    if (this.age() > FRESH_MS) await this.askAgain();
    try {
      return await this.trusted()(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || !(await this.askAgain())) throw error;
      return this.trusted()(header);
    }
  }

  private trusted(): Resolver {
    if (!this.keys || this.age() > TRUSTED_MS) throw this.trouble ?? new NoKeys('the keys have not been fetched');
    return this.keys;
  }

  private age(): number {
    return this.now() - this.fetchedAt;
  }

  /** False if it is too early to ask again. */
  private async askAgain(): Promise<boolean> {
    if (!this.asking) {
      if (this.now() - this.askedAt < ASK_AGAIN_MS) return false;
      this.askedAt = this.now();
      this.asking = this.ask().finally(() => {
        this.asking = undefined;
      });
    }
    await this.asking;
    return true;
  }

  private async ask(): Promise<void> {
    try {
      const keys = usableKeysOf(await this.fetch());
      if (!keys) throw new NoKeys('the answer is not a key set');
      this.keys = resolverOf(keys);
      this.fetchedAt = this.now();
    } catch (error) {
      if (!(error instanceof NoKeys)) throw error;
      this.trouble = error;
    }
  }
}

/** OpenID Connect Discovery: the document has to be the issuer's own, or one issuer could hand out keys for another. */
async function discovered(issuer: string, fetchDocument: FetchDocument): Promise<unknown> {
  const document = await fetchDocument(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { issuer: named, jwks_uri: address } = (document ?? {}) as { issuer?: unknown; jwks_uri?: unknown };
  if (named !== issuer || typeof address !== 'string') {
    throw new NoKeys('the discovery document is not the issuer’s, or names no keys');
  }
  return fetchDocument(address);
}

function resolverOf({ keys }: NonNullable<ReturnType<typeof usableKeysOf>>): Resolver {
  return createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) });
}
