import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client';

/**
 * How a sign-in through the provider can end instead: `refused` by the person, `unavailable` provider, or an answer that was `rejected`
 * because it is not what was asked for.
 */
export type OpenIdFailureKind = 'refused' | 'unavailable' | 'rejected';

/** What its library says of a provider that cannot be reached, or answers with something that is no answer. */
const UNAVAILABLE = /^OAUTH_(TIMEOUT|ABORT|RESPONSE_IS_NOT_CONFORM|RESPONSE_IS_NOT_JSON|PARSE_ERROR)$/;

/** The text is for the log: it may hold what the provider said. */
export class OpenIdFailure extends Error {
  constructor(
    readonly kind: OpenIdFailureKind,
    cause: unknown,
  ) {
    super(`the OpenID Connect provider: ${kind}${reasonOf(cause)}`, { cause });
    this.name = 'OpenIdFailure';
  }

  /** A mistake of ours is no failure of the provider, and passes as it is. */
  static of(error: unknown): unknown {
    if (error instanceof AuthorizationResponseError) {
      return new OpenIdFailure(error.error === 'access_denied' ? 'refused' : 'rejected', error);
    }
    if (error instanceof ResponseBodyError)
      return new OpenIdFailure(error.status >= 500 ? 'unavailable' : 'rejected', error);
    if (error instanceof ClientError)
      return new OpenIdFailure(UNAVAILABLE.test(error.code ?? '') ? 'unavailable' : 'rejected', error);
    // What fetch throws for a connection that cannot be made, or breaks.
    if (error instanceof TypeError && error.cause !== undefined) return new OpenIdFailure('unavailable', error);
    return error;
  }
}

function reasonOf(cause: unknown): string {
  if (cause instanceof AuthorizationResponseError || cause instanceof ResponseBodyError) return ` (${cause.error})`;
  return cause instanceof Error ? ` (${cause.message})` : '';
}
