import { createConsentRequest, type grpc, uuid } from '@app/contract';
import { z } from 'zod';
import { decoded, instantOf, textOf, timestampOf } from '../grpc/decode.js';
import type { GrpcCall } from '../grpc/methods.js';
import type { ConsentLinks } from '../procedures/consent-links.js';
import { consentWantedOf } from './consent-wanted.js';
import type { Consents } from './consents.js';
import type { Notified } from './notify-person.js';
import type { RequestConsent } from './request-consent.js';

const getConsentRequest = z.object({ consentId: uuid });

/** `CreateConsent` and `GetConsent`: what `ConsentsController` is to REST. */
export class ConsentsGrpc {
  constructor(
    private readonly requestConsent: RequestConsent,
    private readonly consents: Consents,
    private readonly links: ConsentLinks,
  ) {}

  readonly createConsent = async (
    request: grpc.CreateConsentRequest,
    { caller, requestId }: GrpcCall,
  ): Promise<grpc.CreateConsentResponse> => {
    const body = decoded(createConsentRequest, {
      application: textOf(request.application),
      scopes: request.scopes,
      userId: textOf(request.user_id),
      unionId: textOf(request.union_id),
      corpId: textOf(request.corp_id),
      returnUrl: textOf(request.return_url),
      reason: textOf(request.reason),
      expiresAt: instantOf(request.expires_at),
      once: request.once,
      notify: request.notify ?? undefined,
    });
    const { callerId } = caller;
    const link = await this.requestConsent.execute(consentWantedOf(body, { callerId, requestId }));
    return {
      consent_id: link.consentId,
      consent_url: link.consentUrl,
      expires_at: timestampOf(link.expiresAt),
      ...(link.notified && { notified: notifiedMessageOf(link.notified) }),
    };
  };

  readonly getConsent = async (
    request: grpc.GetConsentRequest,
    { caller }: GrpcCall,
  ): Promise<grpc.GetConsentResponse> => {
    const { consentId } = decoded(getConsentRequest, { consentId: request.consent_id });
    const consent = await this.consents.ofCaller(consentId, caller.callerId);
    return {
      consent_id: consent.consentId,
      consent_url: this.links.urlOf(consent.application, consent.consentId),
      state: consent.state,
      application: consent.application,
      corp_id: consent.corpId ?? '',
      user_id: consent.userId ?? '',
      union_id: consent.unionId ?? '',
      scopes: [...consent.scopes],
      reason: consent.reason ?? '',
      created_at: timestampOf(consent.createdAt),
      expires_at: timestampOf(consent.expiresAt),
      completed_at: consent.completedAt ? timestampOf(consent.completedAt) : undefined,
      grant_id: consent.grantId ?? '',
      ends_at: consent.endsAt ? timestampOf(consent.endsAt) : undefined,
      once: consent.once,
    };
  };
}

function notifiedMessageOf(notified: Notified): grpc.ConsentNotified {
  return {
    state: notified.state,
    reason: 'reason' in notified ? notified.reason : '',
    retry_after_seconds: 'retryAfterSeconds' in notified ? notified.retryAfterSeconds : 0,
    dingtalk_code: ('dingtalkCode' in notified ? notified.dingtalkCode : undefined) ?? '',
  };
}
