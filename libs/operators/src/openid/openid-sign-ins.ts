import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Database } from '@app/database';
import type { Secret } from '@app/secret';
import { insertSignInSql, signInSql, takeSignInSql } from '../sql/sign-ins.sql.js';
import type { OpenIdAttempt } from './openid-provider.js';

/** How long somebody may take at the provider. Minutes. */
const LIFE_MINUTES = 10;

export interface SignInUnderWay {
  /** The person has to show again who they are. */
  readonly fresh: boolean;
  /** Where the admin UI is that they came from; null for the usual place. */
  readonly returnUrl: string | null;
  readonly startedAt: Date;
}

export type SignInRejection = 'unknown' | 'used' | 'expired' | 'other_browser';

/**
 * One-time states of sign-ins through the provider, bound to the browser. Nonce and code verifier follow from the state and the browser's
 * secret, which the database has only as a hash: whoever reads it, or brings a code to another browser, cannot make them.
 */
export class OpenIdSignIns {
  constructor(private readonly database: Database) {}

  async open(
    browser: Secret,
    { fresh, returnUrl }: Pick<SignInUnderWay, 'fresh' | 'returnUrl'>,
  ): Promise<OpenIdAttempt> {
    const state = randomBytes(24).toString('base64url');
    await this.database.query(insertSignInSql, [hash(state), hash(browser.reveal()), fresh, returnUrl, LIFE_MINUTES]);
    return attemptOf(state, browser);
  }

  /** Of two returns with the same state, one gets it. Without the browser's own secret nobody does. */
  async take(
    browser: Secret | undefined,
    state: string,
  ): Promise<{ attempt: OpenIdAttempt; underWay: SignInUnderWay } | SignInRejection> {
    const values = [hash(state), browser ? hash(browser.reveal()) : null];
    const [underWay] = await this.database.query<SignInUnderWay & Record<string, unknown>>(takeSignInSql, values);
    if (underWay && browser) return { attempt: attemptOf(state, browser), underWay };
    const [row] = await this.database.query<{ sameBrowser: boolean | null; used: boolean }>(signInSql, values);
    if (!row) return 'unknown';
    if (!row.sameBrowser) return 'other_browser';
    return row.used ? 'used' : 'expired';
  }
}

function attemptOf(state: string, browser: Secret): OpenIdAttempt {
  const derive = (what: string) =>
    createHmac('sha256', browser.reveal()).update(`${what} ${state}`).digest('base64url');
  return { state, nonce: derive('nonce'), codeVerifier: derive('code verifier') };
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
