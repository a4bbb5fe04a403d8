import { Secret } from '@app/secret';
import { z } from 'zod';
import { tokenText } from './token-text.js';

/** What DingTalk answers to an authorisation code or a refresh token. It tells neither the person nor the granted scopes. */
export interface UserTokens {
  accessToken: Secret;
  /** Replaces the refresh token that was sent; DingTalk keeps only the newest alive (30 days). */
  refreshToken: Secret;
  /** How long the access token lives, counted from the moment DingTalk was asked; normally 7200. */
  expireInSeconds: number;
  /** Absent unless consent was asked with `corpid`, and perhaps absent from a refresh: keep the one already known. */
  corpId?: string;
}

/** The wire name is `expireIn`. A body that only has `expiresIn` or `expires_in` is not DingTalk's, so it is no success. */
export const userTokensSchema = z
  .object({
    accessToken: tokenText,
    refreshToken: tokenText,
    expireIn: z.int().positive().max(31_536_000),
    corpId: z.string().max(128).nullish(),
  })
  .transform(
    ({ accessToken, refreshToken, expireIn, corpId }): UserTokens => ({
      accessToken: Secret.of(accessToken),
      refreshToken: Secret.of(refreshToken),
      expireInSeconds: expireIn,
      ...(corpId ? { corpId } : {}),
    }),
  );
