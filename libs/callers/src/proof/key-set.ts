import { createPublicKey } from 'node:crypto';

/** A public key of RFC 7517, with the members that say which key it is and nothing else. */
export interface PublicJwk {
  readonly kty: 'EC' | 'RSA' | 'OKP';
  readonly kid?: string;
  readonly alg?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
  readonly n?: string;
  readonly e?: string;
}

export interface JsonWebKeySet {
  readonly keys: readonly PublicJwk[];
}

/** What signs client assertions. No algorithm with a shared secret, and none that has no signature. */
export const ASSERTION_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519'];

export const KEYS_MAX = 20;
const RSA_BITS_MIN = 2048;
/** Verifying costs more with every bit, and anybody may send something to be verified. */
const RSA_BITS_MAX = 8192;
const KID_LENGTH_MAX = 200;

type Members = Readonly<Record<string, unknown>>;

/** Either the key without what does not matter, or what is wrong with it; nothing of the key is in the reason. */
export function publicJwkOf(jwk: Members): { readonly key: PublicJwk } | { readonly fault: string } {
  // First of all: whoever publishes a private key has to hear of it, whatever else is wrong.
  if (['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((member) => jwk[member] !== undefined)) {
    return { fault: 'holds a private or secret key: it is known to others now, replace it and send public keys only' };
  }
  const { kid, alg, use, key_ops: operations } = jwk;
  if (kid !== undefined && (typeof kid !== 'string' || kid === '' || kid.length > KID_LENGTH_MAX)) {
    return { fault: `kid must be text of 1 to ${KID_LENGTH_MAX} characters` };
  }
  if (use !== undefined && use !== 'sig') return { fault: 'is not for signatures (use)' };
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('verify'))) {
    return { fault: 'is not for verifying (key_ops)' };
  }
  const kind = kindOf(jwk);
  if ('fault' in kind) return kind;
  if (alg !== undefined && !(typeof alg === 'string' && kind.algorithms.includes(alg))) {
    return { fault: `alg must be ${kind.algorithms.join(' or ')} for this key` };
  }
  const key: PublicJwk = { ...kind.key, ...(kid !== undefined && { kid }), ...(alg !== undefined && { alg }) };
  return isKey(key) ? { key } : { fault: 'is not a key: its numbers do not fit its type' };
}

/** What of a key set found elsewhere can be used; keys for other purposes may stand beside those that sign. */
export function usableKeysOf(document: unknown): JsonWebKeySet | undefined {
  const keys = (document as { keys?: unknown } | null | undefined)?.keys;
  if (!Array.isArray(keys)) return undefined;
  return {
    keys: keys
      .filter((jwk): jwk is Members => typeof jwk === 'object' && jwk !== null)
      .slice(0, KEYS_MAX)
      .flatMap((jwk) => {
        const read = publicJwkOf(jwk);
        return 'key' in read ? [read.key] : [];
      }),
  };
}

function kindOf({ kty, crv, x, y, n, e }: Members): { key: PublicJwk; algorithms: string[] } | { fault: string } {
  if (kty === 'RSA' && isText(n) && isText(e)) {
    const bits = Buffer.from(n, 'base64url').length * 8;
    if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
      return { fault: `an RSA key must have ${RSA_BITS_MIN} to ${RSA_BITS_MAX} bits` };
    }
    // 65537 is what every library makes; a small exponent is a weakness and a huge one a way to keep the broker busy.
    if (e !== 'AQAB') return { fault: 'the exponent of an RSA key must be 65537' };
    return { key: { kty, n, e }, algorithms: ['RS256', 'PS256'] };
  }
  if (kty === 'EC' && crv === 'P-256' && isText(x) && isText(y)) {
    return { key: { kty, crv, x, y }, algorithms: ['ES256'] };
  }
  if (kty === 'OKP' && crv === 'Ed25519' && isText(x)) {
    return { key: { kty, crv, x }, algorithms: ['EdDSA', 'Ed25519'] };
  }
  return { fault: 'must be a public key: EC with P-256, OKP with Ed25519, or RSA' };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isKey(key: PublicJwk): boolean {
  try {
    const { modulusLength = RSA_BITS_MIN } =
      createPublicKey({ key: { ...key }, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength >= RSA_BITS_MIN;
  } catch {
    return false;
  }
}
