import { LRUCache } from 'lru-cache';
import type { VerifiedCaller } from '../access-tokens.js';
import type { CallerAuthentication } from './caller-authentication.js';
import type { ClientCertificate } from './client-certificate.js';

/** A name that was taken from a caller is worth nothing after this long. Disabling does not wait for it: the hand-out statement checks. */
const REMEMBERED_MS = 60_000;
const CERTIFICATES_REMEMBERED = 10_000;

/** Callers whose certificate is all they show. */
export class CertificateCallers {
  private readonly known = new LRUCache<string, VerifiedCaller>({ max: CERTIFICATES_REMEMBERED, ttl: REMEMBERED_MS });

  constructor(private readonly authentication: CallerAuthentication) {}

  /** Does not wait where it was asked before, a minute ago at most. Undefined if the certificate is no caller’s. */
  find(certificate: ClientCertificate): VerifiedCaller | Promise<VerifiedCaller | undefined> {
    return this.known.get(certificate.thumbprint) ?? this.authenticated(certificate);
  }

  private async authenticated(certificate: ClientCertificate): Promise<VerifiedCaller | undefined> {
    const result = await this.authentication.authenticate({ by: 'certificate', clientId: undefined, certificate });
    if (!('caller' in result)) return undefined;
    const { id, clientId } = result.caller;
    const caller = { callerId: id, clientId, certificateThumbprint: certificate.thumbprint };
    this.known.set(certificate.thumbprint, caller);
    return caller;
  }
}
