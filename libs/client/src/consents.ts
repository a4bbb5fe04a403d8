import type { RestTransport } from './rest-transport.js';
import type { Call } from './transport.js';

/** A request to a person, made ahead of need. One of `userId` and `unionId`. */
export interface ConsentRequest {
  readonly application: string;
  readonly scopes: readonly string[];
  readonly userId?: string;
  readonly unionId?: string;
  readonly corpId?: string;
  /** Where the person goes afterwards; one of the application's return addresses. */
  readonly returnUrl?: string;
  /** Why, in words the person reads. */
  readonly reason?: string;
  /** When the grant shall end by itself. */
  readonly expiresAt?: Date;
  /** The grant ends with its first hand-out. */
  readonly once?: boolean;
}

export interface ConsentLink {
  readonly consentId: string;
  /** Where to send the person. */
  readonly consentUrl: string;
  /** Until when it can be answered. */
  readonly expiresAt: Date;
}

export interface ConsentState {
  readonly consentId: string;
  readonly state: 'pending' | 'granted' | 'rejected' | 'expired';
  readonly grantId: string | null;
}

export async function requestConsent(rest: RestTransport, request: ConsentRequest, call: Call): Promise<ConsentLink> {
  const { consentId, consentUrl, expiresAt } = await rest.post('/v1/consents', request, call);
  return {
    consentId: String(consentId),
    consentUrl: String(consentUrl),
    expiresAt: new Date(String(expiresAt)),
  };
}

export async function consentState(rest: RestTransport, consentId: string, call: Call): Promise<ConsentState> {
  const body = await rest.get(`/v1/consents/${encodeURIComponent(consentId)}`, call);
  return {
    consentId,
    state: body.state as ConsentState['state'],
    grantId: typeof body.grantId === 'string' ? body.grantId : null,
  };
}
