import { z } from 'zod';
import { applicationName, corpId, instant, scopeCode, scopeCodes, text, unionId, userId, uuid } from './text.js';

/** `POST /v1/consents`. One of `userId` and `unionId`; see the contract, "Rules of a request". */
export const createConsentRequest = z
  .strictObject({
    application: applicationName,
    scopes: scopeCodes,
    userId: userId.optional(),
    unionId: unionId.optional(),
    corpId: corpId.optional(),
    returnUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .refine((url) => !/[\s\p{C}]/u.test(url), { message: 'must not have spaces or control characters' })
      .optional()
      .meta({ description: 'where the person goes afterwards; one of the application’s returnUrls' }),
    reason: text(200).optional().meta({ description: 'why, in words the person reads', example: 'sync to-dos' }),
    expiresAt: instant.optional().meta({ description: 'when the grant shall end by itself; without it, it does not' }),
    once: z.boolean().default(false).meta({ description: 'the grant ends with its first hand-out' }),
    notify: z
      .strictObject({ by: z.literal('robot') })
      .optional()
      .meta({ description: 'have the application’s robot send the link to the person' }),
  })
  .superRefine(({ userId, unionId }, context) => {
    if ((userId === undefined) === (unionId === undefined)) {
      context.addIssue({ code: 'custom', path: ['userId'], message: 'exactly one of userId and unionId is required' });
    }
  })
  .meta({
    id: 'ConsentRequest',
    example: { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'], reason: 'sync to-dos' },
  });
export type CreateConsentRequest = z.infer<typeof createConsentRequest>;

const linkExpiresAt = instant.meta({ description: 'until when the link can be answered' });

const consentNotified = z
  .object({
    state: z.enum(['sent', 'not_delivered', 'not_sent', 'unknown']).meta({
      description: 'not_delivered: DingTalk took it, and the person will not see it; unknown: they may have it',
    }),
    reason: z
      .enum([
        'unknown_person',
        'flow_controlled',
        'no_robot',
        'robot_refused',
        'sent_recently',
        'temporarily_unavailable',
        'no_answer',
      ])
      .optional()
      .meta({ description: 'of any state but sent' }),
    retryAfterSeconds: z.int().optional(),
    dingtalkCode: z.string().optional().meta({ description: 'what DingTalk refused the robot with' }),
  })
  .meta({ id: 'ConsentNotified', description: 'what became of the message; the link is good, whatever it says' });

export const createConsentResponse = z
  .object({
    consentId: uuid,
    consentUrl: z.string().meta({ description: 'where the person consents' }),
    expiresAt: linkExpiresAt,
    notified: consentNotified.optional(),
  })
  .meta({ id: 'ConsentLink' });
export type CreateConsentResponse = z.infer<typeof createConsentResponse>;

/** `GET /v1/consents/{id}`. */
export const consentResponse = z
  .object({
    consentId: uuid,
    consentUrl: z.string(),
    state: z.enum(['pending', 'granted', 'rejected', 'expired']),
    application: applicationName,
    corpId: z.string().nullable(),
    userId: z.string().nullable(),
    unionId: z.string().nullable(),
    scopes: z.array(scopeCode).meta({ description: 'what was asked for; the grant says what was given' }),
    reason: z.string().nullable(),
    createdAt: instant,
    expiresAt: linkExpiresAt,
    completedAt: instant.nullable().meta({ description: 'when the person answered' }),
    grantId: uuid.nullable(),
    endsAt: instant.nullable().meta({ description: 'when the grant ends by itself' }),
    once: z.boolean(),
  })
  .meta({ id: 'Consent' });
export type ConsentResponse = z.infer<typeof consentResponse>;
