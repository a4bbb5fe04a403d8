import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { instant, text, uuid } from './text.js';

/** What a webhook can be told of. */
const eventTypes = [
  'grant.created',
  'grant.renewed',
  'grant.needs_consent',
  'grant.scopes_changed',
  'grant.suspended',
  'grant.resumed',
  'grant.expired',
  'grant.revoked',
  'revocation.completed',
  'audit.checkpoint',
] as const;

const url = z.url().max(2_000).meta({
  description: 'https; addresses of private networks only where the broker’s environment allows them',
  example: 'https://hooks.example.com/dingtalk-grants',
});
const description = text(200, 0).meta({ description: 'what it is for', example: 'to-do sync: forget who has left' });
const events = z
  .array(z.enum(eventTypes))
  .min(1)
  .refine((types) => new Set(types).size === types.length, { message: 'must not name an event twice' })
  .meta({ example: ['grant.revoked', 'grant.expired'] });

/** `POST /admin/v1/webhooks`. */
export const createWebhookRequest = z.strictObject({ url, description: description.default(''), events }).meta({
  id: 'CreateWebhook',
  example: { url: 'https://hooks.example.com/dingtalk-grants', events: ['grant.revoked', 'grant.expired'] },
});
export type CreateWebhookRequest = z.infer<typeof createWebhookRequest>;

/** `PATCH /admin/v1/webhooks/{id}`: members left out stay. */
export const changeWebhookRequest = z
  .strictObject({
    url: url.optional(),
    description: description.optional(),
    events: events.optional(),
    enabled: z.boolean().optional().meta({ description: 'enabled again, it is told of what happens from then on' }),
  })
  .meta({ id: 'ChangeWebhook', example: { enabled: false } });
export type ChangeWebhookRequest = z.infer<typeof changeWebhookRequest>;

export const webhookResponse = z
  .object({
    id: uuid,
    url: z.string(),
    description: z.string(),
    events: z.array(z.enum(eventTypes)),
    state: z.enum(['enabled', 'disabled']),
    disabledBecause: z
      .enum(['operator', 'failing', 'gone'])
      .nullable()
      .meta({ description: 'failing: nothing arrived for three days; gone: the receiver answered 410' }),
    failingSince: instant.nullable(),
    secrets: z
      .array(z.object({ createdAt: instant, expiresAt: instant.nullable() }))
      .meta({ description: 'those that sign now, the newest first' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Webhook' });
export type WebhookResponse = z.infer<typeof webhookResponse>;
export const webhooksPage = pageOf(webhookResponse);

const secret = z.string().meta({ description: 'signs every message; shown this once', example: 'whsec_…' });

export const createWebhookResponse = webhookResponse.extend({ secret }).meta({ id: 'CreatedWebhook' });
export type CreateWebhookResponse = z.infer<typeof createWebhookResponse>;

/** `POST /admin/v1/webhooks/{id}/rotate-secret`. */
export const rotateWebhookSecretRequest = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(168)
      .default(24)
      .meta({ description: 'so long both secrets sign, for the receiver to change over' }),
  })
  .meta({ id: 'RotateWebhookSecret', example: { overlapHours: 24 } });
export type RotateWebhookSecretRequest = z.infer<typeof rotateWebhookSecretRequest>;

const deliveryState = z.enum(['pending', 'delivered', 'failed']);

const attempt = z.object({
  number: z.int(),
  attemptedAt: instant,
  milliseconds: z.int(),
  status: z.int().nullable().meta({ description: 'what the receiver answered; null: nothing' }),
  fault: z.string().nullable().meta({ description: 'why there was no answer' }),
  answer: z.string().nullable().meta({ description: 'the first 300 characters of it' }),
});

export const listWebhookDeliveriesQuery = z.strictObject({
  ...pageQuery,
  state: deliveryState.optional(),
  event: text(60).optional().meta({ example: 'grant.revoked' }),
});
export type ListWebhookDeliveriesQuery = z.infer<typeof listWebhookDeliveriesQuery>;

export const webhookDeliveryResponse = z
  .object({
    id: uuid.meta({ description: 'the `webhook-id` of the message, the same for every attempt' }),
    event: z.string(),
    state: deliveryState,
    attempts: z.int(),
    createdAt: instant,
    finishedAt: instant.nullable(),
    nextAttemptAt: instant.nullable(),
    last: attempt.nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDeliveryResponse = z.infer<typeof webhookDeliveryResponse>;
export const webhookDeliveriesPage = pageOf(webhookDeliveryResponse);

export const webhookDeliveryDetailResponse = webhookDeliveryResponse
  .extend({
    body: z.string().meta({ description: 'as it is sent, byte by byte' }),
    log: z.array(attempt).meta({ description: 'every attempt' }),
  })
  .meta({ id: 'WebhookDeliveryDetail' });
export type WebhookDeliveryDetailResponse = z.infer<typeof webhookDeliveryDetailResponse>;
