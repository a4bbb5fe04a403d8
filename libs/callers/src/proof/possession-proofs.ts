import { createHash } from 'node:crypto';
import type { Database } from '@app/database';
import type { Secret } from '@app/secret';
import { calculateJwkThumbprint, decodeProtectedHeader, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import { useProofSql } from '../sql/caller-proofs.sql.js';
import { ASSERTION_ALGORITHMS, type PublicJwk, publicJwkOf } from './key-set.js';

const TYPE = 'dpop+jwt';
const LENGTH_MAX = 8_192;
const JTI_LENGTH_MAX = 500;

/** The request a proof has to be made for. */
export interface ProvenRequest {
  readonly callerId: string;
  readonly method: string;
  /** From the root, without the query. */
  readonly path: string;
  /** What is sent beside the proof; undefined where it is still to be got. */
  readonly handle: Secret | undefined;
}

/** SHA-256 thumbprint (RFC 7638) of the key that made the proof, or what is wrong with it, for its sender. */
export type Possession = { readonly keyHash: Buffer } | { readonly fault: string };

/** DPoP proofs, RFC 9449 section 4.3: each is made with a key for one request, and works once on all replicas together. */
export class PossessionProofs {
  constructor(
    private readonly database: Database,
    private readonly publicUrl: string,
  ) {}

  async check(proof: string, request: ProvenRequest): Promise<Possession> {
    try {
      if (proof.length > LENGTH_MAX) return { fault: 'it is too long' };
      const read = headerOf(proof);
      if ('fault' in read) return read;
      const key = await importJWK({ ...read.key }, read.alg);
      const { payload } = await jwtVerify(proof, key, { algorithms: [...ASSERTION_ALGORITHMS], typ: TYPE });
      const fault = this.faultIn(payload, request) ?? (await this.useOnce(payload, request.callerId));
      if (fault !== undefined) return { fault };
      return { keyHash: Buffer.from(await calculateJwkThumbprint({ ...read.key }), 'base64url') };
    } catch (error) {
      if (error instanceof errors.JOSEError) return { fault: 'it cannot be verified' };
      throw error;
    }
  }

  private faultIn({ htm, htu, ath }: JWTPayload, { method, path, handle }: ProvenRequest): string | undefined {
    if (htm !== method) return 'htm is not the method of this request';
    const address = `${this.publicUrl}${path}`;
    if (!isSameAddress(htu, address)) return `htu is not the address of this request, below ${this.publicUrl}`;
    const hash = handle && createHash('sha256').update(handle.reveal()).digest('base64url');
    return hash !== undefined && ath !== hash ? 'ath is not the hash of this handle' : undefined;
  }

  /** Fresh, and not used before: both are the database's to say. */
  private async useOnce({ jti, iat }: JWTPayload, callerId: string): Promise<string | undefined> {
    if (typeof jti !== 'string' || jti === '' || jti.length > JTI_LENGTH_MAX) return 'jti is missing or too long';
    if (typeof iat !== 'number' || !Number.isSafeInteger(iat) || Math.abs(iat) > 1e11)
      return 'iat is missing or no time';
    const hash = createHash('sha256').update(`${TYPE} ${jti}`).digest();
    const used = await this.database.query(useProofSql, [callerId, hash, iat]);
    return used.length === 1 ? undefined : 'it is not fresh (iat), or was used before (jti)';
  }
}

function headerOf(proof: string): { readonly key: PublicJwk; readonly alg: string } | { readonly fault: string } {
  let header: ReturnType<typeof decodeProtectedHeader>;
  try {
    header = decodeProtectedHeader(proof);
  } catch {
    return { fault: 'it is no JWT' };
  }
  const { typ, alg, jwk } = header;
  if (typ?.toLowerCase() !== TYPE) return { fault: `typ is not ${TYPE}` };
  if (alg === undefined || !ASSERTION_ALGORITHMS.includes(alg)) return { fault: 'alg is not served' };
  const read = publicJwkOf({ ...jwk });
  return 'fault' in read ? { fault: `jwk ${read.fault}` } : { key: read.key, alg };
}

/** RFC 9449 section 4.3: without query and fragment, spelled as addresses are compared. */
function isSameAddress(htu: unknown, address: string): boolean {
  if (typeof htu !== 'string' || !URL.canParse(htu) || !URL.canParse(address)) return false;
  const [named, meant] = [new URL(htu), new URL(address)];
  return named.origin === meant.origin && named.pathname === meant.pathname;
}
