import type { Secret } from '@app/secret';
import type { GrantChannel } from './grant.js';

/** A refresh token of DingTalk lives 30 days from the moment it was issued (obtain-user-token). */
export const REFRESH_TOKEN_SECONDS = 30 * 24 * 3600;

/** Everything a consent yields about one person, with the tokens still open. */
export interface ConsentedTokens {
  readonly corpId: string;
  readonly application: string;
  readonly unionId: string;
  readonly userId: string | null;
  readonly openId: string | null;
  readonly name: string;
  readonly channel: GrantChannel;
  readonly scopes: readonly string[];
  /** False while `scopes` is only what was asked for. */
  readonly observed: boolean;
  /** Database time at which DingTalk was asked. */
  readonly obtainedAt: Date;
  readonly accessToken: Secret;
  readonly expireInSeconds: number;
  readonly refreshToken: Secret | null;
  /** When the grant ends by itself; null: it does not. A later consent decides anew. */
  readonly endsAt: Date | null;
  /** The grant ends with its first hand-out. */
  readonly once: boolean;
}

/** Tokens sealed for the row and version they are about to be stored in. */
export interface SealedConsent {
  readonly consented: ConsentedTokens;
  readonly grantId: string;
  readonly tokenVersion: number;
  readonly accessTokenSealed: Buffer;
  readonly refreshTokenSealed: Buffer | null;
}

export interface HeldAccessToken {
  readonly token: Secret;
  readonly tokenVersion: number;
  readonly observedAt: Date | null;
  /** Of the application it was issued to. */
  readonly clientId: string;
}

/** The person has a grant that can be refreshed, which stays as it is. */
export class BetterGrant extends Error {
  override readonly name = 'BetterGrant';

  constructor() {
    super('Tokens that cannot be refreshed do not replace a grant that can be');
  }
}

/** Where a token of a grant lives, and so what it is sealed for. */
export function tokenPlace(grantId: string, column: 'access_token' | 'refresh_token', tokenVersion: number) {
  return { table: 'grants', row: grantId, column, version: tokenVersion };
}
