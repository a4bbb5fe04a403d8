import { randomUUID } from 'node:crypto';
import { exportJWK, exportSPKI, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A key pair of a caller, or of whoever speaks for it. */
export interface AssertionKey {
  /** Public. */
  readonly jwk: JWK;
  /** The public key as text: what somebody would try to use as a shared secret. */
  readonly spki: string;
  /** Signs these claims as they are. */
  sign(claims: object, header?: Partial<JWTHeaderParameters>): Promise<string>;
}

export async function createAssertionKey(alg = 'ES256', kid?: string): Promise<AssertionKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), ...(kid !== undefined && { kid }) };
  return {
    jwk,
    spki: await exportSPKI(publicKey),
    sign: (claims, header = {}) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg, ...(kid !== undefined && { kid }), ...header })
        .sign(privateKey),
  };
}

const now = () => Math.floor(Date.now() / 1_000);

/** What RFC 7523 asks for, good for a minute and for one use. */
export function claimsOf(clientId: string, audience: string) {
  return { iss: clientId, sub: clientId, aud: audience, jti: randomUUID(), iat: now(), exp: now() + 60 };
}

/** Seconds since the epoch, this many from now. */
export const inSeconds = (seconds: number) => now() + seconds;
