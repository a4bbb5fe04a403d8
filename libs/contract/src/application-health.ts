import { z } from 'zod';
import { instant, scopeCode, uuid } from './text.js';

const count = z.int().nonnegative();

/** `GET /admin/v1/applications/{name}/health`: how an application is doing, and who depends on it. Asks DingTalk nothing. */
export const applicationHealthResponse = z
  .object({
    grantsByState: z.object({ active: count, suspended: count, needs_consent: count, revoked: count, expired: count }),
    narrower: count.meta({ description: 'active grants that carry less than the application declares' }),
    grantsCountedAt: instant.nullable(),
    refreshes: z
      .object({
        failed: count,
        answer: z.string().meta({ description: 'what came instead of tokens, most often' }),
        lastAt: instant,
        retryAt: instant,
      })
      .nullable()
      .meta({ description: 'those that DingTalk did not answer within the last 15 minutes; null: none' }),
    forecast: z
      .object({ within7Days: count, within30Days: count, refreshesPerSecond: z.number(), budgetSuffices: z.boolean() })
      .nullable(),
    events: z.object({
      lastReceivedAt: instant.nullable(),
      failing: count,
      recent: z
        .array(
          z.object({
            id: uuid,
            type: z.string(),
            corpId: z.string().nullable(),
            via: z.enum(['http', 'stream']),
            receivedAt: instant,
            state: z.enum(['received', 'applied', 'ignored', 'failed']),
            outcome: z.string().nullable(),
            attempts: count,
          }),
        )
        .meta({ description: 'the newest 20 of those that are kept' }),
    }),
    callers: z
      .array(
        z.object({
          id: uuid,
          name: z.string(),
          disabledAt: instant.nullable(),
          scopes: z.array(scopeCode),
          delivery: z.array(z.enum(['token', 'handle'])),
        }),
      )
      .meta({ description: 'those entitled to ask for it' }),
  })
  .meta({ id: 'ApplicationHealth' });
export type ApplicationHealthResponse = z.infer<typeof applicationHealthResponse>;
