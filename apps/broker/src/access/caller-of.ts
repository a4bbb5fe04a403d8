import type { AccessTokens, ClientCertificate, VerifiedCaller } from '@app/callers';
import { BrokerError } from '@app/errors';

/**
 * The caller whose access token an `Authorization` header or gRPC metadata carries. A token that was got with a certificate works with that
 * certificate only. Does not wait where the token was verified before, which is nearly always. Throws `unauthenticated`.
 */
export function callerOf(
  accessTokens: AccessTokens,
  authorization: string | undefined,
  certificate: ClientCertificate | undefined,
): VerifiedCaller | Promise<VerifiedCaller> {
  const token = bearerOf(authorization);
  const known = accessTokens.recall(token);
  return known ? withItsCertificate(known, certificate) : verified(accessTokens, token, certificate);
}

async function verified(
  accessTokens: AccessTokens,
  token: string,
  certificate: ClientCertificate | undefined,
): Promise<VerifiedCaller> {
  const caller = await accessTokens.verify(token);
  if (!caller)
    throw unauthenticated('The access token is not one of this broker’s, or has expired. Get one at /oauth2/token.');
  return withItsCertificate(caller, certificate);
}

function withItsCertificate(caller: VerifiedCaller, certificate: ClientCertificate | undefined): VerifiedCaller {
  const { certificateThumbprint: bound } = caller;
  if (bound !== undefined && bound !== certificate?.thumbprint) {
    throw unauthenticated(
      'The access token is bound to another client certificate. Get one at /oauth2/token with this one.',
    );
  }
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
