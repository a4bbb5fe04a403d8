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
  /** The application's robot sends the link to the person. */
  readonly notify?: { readonly by: 'robot' };
}

/** What became of the message to the person. The link is good, whatever it says. */
export interface ConsentNotified {
  /** `not_delivered`: DingTalk took it, and the person will not see it. `unknown`: they may have it. */
  readonly state: 'sent' | 'not_delivered' | 'not_sent' | 'unknown';
  /** Of any state but `sent`: `unknown_person`, `no_robot`, `sent_recently`, … */
  readonly reason?: string;
  readonly retryAfterSeconds?: number;
  /** What DingTalk refused the robot with. */
  readonly dingtalkCode?: string;
}

export interface ConsentLink {
  readonly consentId: string;
  /** Where to send the person. */
  readonly consentUrl: string;
  /** Until when it can be answered. */
  readonly expiresAt: Date;
  /** If the person was to be told. */
  readonly notified?: ConsentNotified;
}

export interface ConsentState {
  readonly consentId: string;
  readonly state: 'pending' | 'granted' | 'rejected' | 'expired';
  readonly grantId: string | null;
}

export async function requestConsent(rest: RestTransport, request: ConsentRequest, call: Call): Promise<ConsentLink> {
  const { consentId, consentUrl, expiresAt, notified } = await rest.post('/v1/consents', request, call);
  return {
    consentId: String(consentId),
    consentUrl: String(consentUrl),
    expiresAt: new Date(String(expiresAt)),
    ...(typeof notified === 'object' && { notified: notified as ConsentNotified }),
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
