import type { AccessTokens, VerifiedCaller } from '@app/callers';
import { BrokerError } from '@app/errors';

/**
 * The caller whose access token an `Authorization` header or gRPC metadata carries. Does not wait where the token was verified
 * before, which is nearly always. Throws `unauthenticated`.
 */
export function callerOf(
  accessTokens: AccessTokens,
  authorization: string | undefined,
): VerifiedCaller | Promise<VerifiedCaller> {
  const token = bearerOf(authorization);
  return accessTokens.recall(token) ?? verified(accessTokens, token);
}

async function verified(accessTokens: AccessTokens, token: string): Promise<VerifiedCaller> {
  const caller = await accessTokens.verify(token);
  if (!caller)
    throw unauthenticated('The access token is not one of this broker’s, or has expired. Get one at /oauth2/token.');
  return caller;
}

/** The token that an `Authorization` carries. Throws `unauthenticated`. */
export function bearerOf(authorization: string | undefined): string {
  const [, token] = /^Bearer ([A-Za-z0-9._~+/=-]+)$/i.exec(authorization ?? '') ?? [];
  if (token === undefined) throw unauthenticated('Send Authorization: Bearer <token>.');
  return token;
}

export function unauthenticated(detail: string): BrokerError {
  return new BrokerError('unauthenticated', { detail });
}
