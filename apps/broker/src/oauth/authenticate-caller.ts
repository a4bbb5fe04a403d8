import type { CallerAuthentication, CallerCredentials, ProvenCaller } from '@app/callers';
import { BrokerError } from '@app/errors';
import { invalidClient } from './client-credentials.js';

/** Soon enough for keys that are back, late enough for the broker to look again. */
const KEYS_RETRY_SECONDS = 30;

/** Who is at the token endpoint. Throws `unauthenticated`, or `temporarily_unavailable` while the caller's keys cannot be had. */
export class AuthenticateCaller {
  constructor(private readonly authentication: CallerAuthentication) {}

  async execute(credentials: CallerCredentials): Promise<ProvenCaller> {
    const result = await this.authentication.authenticate(credentials);
    if ('caller' in result) return result.caller;
    if ('unknown' in result) throw BrokerError.temporarilyUnavailable(KEYS_RETRY_SECONDS, result.unknown);
    throw invalidClient(result.refused.told, result.refused.because);
  }
}
