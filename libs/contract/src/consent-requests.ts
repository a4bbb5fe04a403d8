import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, corpId, instant, scopeCode, text, unionId, userId, uuid } from './text.js';

const state = z.enum(['pending', 'granted', 'rejected', 'expired']);

/** `GET /admin/v1/consents`. */
export const listConsentRequestsQuery = z.strictObject({
  ...pageQuery,
  state: state.optional(),
  application: applicationName.optional(),
  callerId: uuid.optional(),
  corpId: corpId.optional(),
  userId: userId.optional(),
  unionId: unionId.optional(),
});
export type ListConsentRequestsQuery = z.infer<typeof listConsentRequestsQuery>;

/** A consent as operators see it. */
export const consentRequestResponse = z
  .object({
    id: uuid,
    state,
    origin: z.enum(['outcome', 'request']).meta({
      description:
        'outcome: a hand-out found that consent is needed. request: a caller asked ahead, by POST /v1/consents',
    }),
    caller: z.object({ id: uuid, name: z.string() }).nullable(),
    application: applicationName,
    corpId: z.string().nullable(),
    userId: z.string().nullable(),
    unionId: z.string().nullable(),
    scopes: z.array(scopeCode),
    reason: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant.meta({ description: 'until when the link can be answered' }),
    completedAt: instant.nullable().meta({ description: 'when the person answered' }),
    notifiedAt: instant.nullable().meta({ description: 'when a robot sent the person the link' }),
    grantId: uuid.nullable(),
    endsAt: instant.nullable(),
    once: z.boolean(),
    consentUrl: z.string().nullable().meta({ description: 'to pass on to the person; only while it can be answered' }),
  })
  .meta({ id: 'OperatorConsent' });
export type ConsentRequestResponse = z.infer<typeof consentRequestResponse>;
export const consentRequestsPage = pageOf(consentRequestResponse);

/** `POST /admin/v1/consents/{id}/cancel`. */
export const cancelConsentRequest = z
  .strictObject({ reason: text(500) })
  .meta({ id: 'CancelConsent', example: { reason: 'asked for the wrong person' } });
export type CancelConsentRequest = z.infer<typeof cancelConsentRequest>;
