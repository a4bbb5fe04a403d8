import type {
  AccessTokens,
  CallerAuthentication,
  CallerCredentials,
  CallerStore,
  ClientCertificate,
  ProvenCaller,
} from '@app/callers';
import type { ClientForm } from '@app/contract';
import { BrokerError } from '@app/errors';
import { callerOf } from '../access/caller-of.js';
import { clientCredentialsOf, invalidClient } from './client-credentials.js';

/** Soon enough for keys that are back, late enough for the broker to look again. */
const KEYS_RETRY_SECONDS = 30;

/** What a client shows of itself in one request. */
export interface Shown {
  readonly authorization: string | undefined;
  readonly form: ClientForm;
  /** Of the connection. */
  readonly certificate: ClientCertificate | undefined;
}

/** Which caller a client is. Throws `unauthenticated`, or `temporarily_unavailable` while the caller's keys cannot be had. */
export class AuthenticateCaller {
  constructor(
    private readonly authentication: CallerAuthentication,
    private readonly accessTokens: AccessTokens,
    private readonly callers: CallerStore,
  ) {}

  async byCredentials({ authorization, form, certificate }: Shown): Promise<ProvenCaller> {
    return this.proven(clientCredentialsOf(authorization, form, certificate));
  }

  /** Introspection and revocation take an access token as well (RFC 7662 section 2.1). */
  async byCredentialsOrAccessToken(shown: Shown): Promise<ProvenCaller> {
    const { authorization, form, certificate } = shown;
    if (!/^Bearer /i.test(authorization ?? '')) return this.byCredentials(shown);
    if (form.client_secret || form.client_assertion) {
      throw BrokerError.invalidRequest([{ pointer: '', reason: 'use an access token or credentials, not both' }]);
    }
    const { callerId } = await callerOf(this.accessTokens, authorization, certificate);
    const caller = await this.callers.find(callerId);
    if (!caller || caller.disabledAt) throw invalidClient(undefined, `caller ${callerId} is disabled`);
    return caller;
  }

  private async proven(credentials: CallerCredentials): Promise<ProvenCaller> {
    const result = await this.authentication.authenticate(credentials);
    if ('caller' in result) return result.caller;
    if ('unknown' in result) throw BrokerError.temporarilyUnavailable(KEYS_RETRY_SECONDS, result.unknown);
    throw invalidClient(result.refused.told, result.refused.because);
  }
}
