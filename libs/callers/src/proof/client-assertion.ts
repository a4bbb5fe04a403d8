import { createHash } from 'node:crypto';
import type { Database } from '@app/database';
import type { Secret } from '@app/secret';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { useAssertionSql } from '../sql/caller-proofs.sql.js';
import type { CallerProof, KeySource } from './caller-proof.js';
import { NoKeys } from './fetch-keys.js';
import { ASSERTION_ALGORITHMS } from './key-set.js';
import type { KeySets } from './key-sets.js';

/** Clocks of callers may differ from the database's by this much. */
const SKEW_SECONDS = 30;
/** How long an assertion made for one use may live: its `jti` is kept for as long. */
const LIFETIME_SECONDS_MAX = 600;
const JTI_LENGTH_MAX = 500;
/** What a JWT of this kind says it is, if it says anything: an access token or an ID token of somebody is no proof of who sends it. */
const TYPES = [undefined, 'jwt', 'client-authentication+jwt'];

/** Keys of nobody: whatever is said of a caller that does not exist is looked up, and not found, as for one that does. */
const NOBODYS: KeySource = { jwks: { keys: [] } };

export type AssertionProof = Extract<CallerProof, { readonly method: 'private_key_jwt' | 'workload_jwt' }>;

/** Whose assertion it has to be, and by what time. */
export interface Signatory {
  readonly callerId: string;
  readonly clientId: string;
  readonly proof: AssertionProof;
  readonly now: Date;
}

/** What speaks against an assertion: `told` is for a sender who has shown that it has the key, `because` is for the log. */
export type AssertionFault = { readonly because: string; readonly told?: string } | { readonly noKeys: string };

/** Who an assertion says it is of; nothing of that is proven. Undefined if it cannot be read. */
export function claimedBy(assertion: Secret): { readonly issuer: string; readonly subject: string } | undefined {
  try {
    const { iss, sub } = decodeJwt(assertion.reveal());
    return isName(iss) && isName(sub) ? { issuer: iss, subject: sub } : undefined;
  } catch {
    return undefined;
  }
}

/** What the database can be asked for. */
function isName(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.isWellFormed() && !claim.includes('\u0000');
}

/** JWTs by which callers prove who they are, RFC 7523 section 3. */
export class ClientAssertions {
  /** `audiences`: what an assertion may be addressed to, the issuer's name first. */
  constructor(
    private readonly database: Database,
    private readonly keySets: KeySets,
    private readonly audiences: readonly [issuer: string, ...others: string[]],
  ) {}

  /** Undefined if it is good; where it works once only, it has worked by then. A signatory left out is one that does not exist. */
  async faultOf(assertion: Secret, signatory: Signatory | undefined): Promise<AssertionFault | undefined> {
    try {
      const { payload, protectedHeader } = await jwtVerify(
        assertion.reveal(),
        (header) => this.keySets.keyFor(signatory?.proof.keys ?? NOBODYS, header),
        { algorithms: [...ASSERTION_ALGORITHMS], clockTolerance: SKEW_SECONDS, ...this.claimsOf(signatory) },
      );
      if (!signatory) return { because: 'there is no such caller' };
      if (!TYPES.includes(protectedHeader.typ?.toLowerCase().replace(/^application\//, ''))) {
        return told('typ must be JWT or client-authentication+jwt, or left out');
      }
      // One that is addressed to others too could be sent on by each of them.
      if (Array.isArray(payload.aud) && payload.aud.length > 1)
        return told('aud must name this broker and nobody else');
      return signatory.proof.method === 'workload_jwt' ? undefined : await this.useOnce(signatory, payload);
    } catch (error) {
      if (error instanceof NoKeys) return { noKeys: error.message };
      if (error instanceof errors.JWTExpired) return told('exp has passed');
      if (error instanceof errors.JWTClaimValidationFailed) return told(`${error.claim} is missing or not right`);
      if (error instanceof errors.JOSEError) return { because: error.code };
      throw error;
    }
  }

  private claimsOf(signatory: Signatory | undefined): JWTVerifyOptions {
    if (!signatory) return {};
    const { proof, clientId, now: currentDate } = signatory;
    return proof.method === 'workload_jwt'
      ? {
          currentDate,
          issuer: proof.issuer,
          subject: proof.subject,
          audience: this.audiences[0],
          requiredClaims: ['exp'],
        }
      : {
          currentDate,
          issuer: clientId,
          subject: clientId,
          audience: [...this.audiences],
          requiredClaims: ['exp', 'jti'],
        };
  }

  private async useOnce(
    { callerId, now }: Signatory,
    { exp = 0, jti }: JWTPayload,
  ): Promise<AssertionFault | undefined> {
    const secondsLeft = exp - now.getTime() / 1_000;
    if (secondsLeft > LIFETIME_SECONDS_MAX + SKEW_SECONDS) {
      return told(`exp must be at most ${LIFETIME_SECONDS_MAX} seconds ahead`);
    }
    if (typeof jti !== 'string' || jti === '' || jti.length > JTI_LENGTH_MAX) {
      return told(`jti must be text of 1 to ${JTI_LENGTH_MAX} characters`);
    }
    const hash = createHash('sha256').update(jti).digest();
    const used = await this.database.query(useAssertionSql, [callerId, hash, new Date(exp * 1_000)]);
    return used.length === 1 ? undefined : told('jti was used before: make a new assertion for each request');
  }
}

function told(what: string): AssertionFault {
  return { because: what, told: `The client assertion is signed by the right key, but ${what}.` };
}
