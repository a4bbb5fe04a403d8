import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { suspendedSubject } from './policy.js';
import { applicationName, corpId, instant, scopeCode, uuid } from './text.js';

/** `GET /admin/v1/people/{unionId}/reachable-by`. */
export const listReachQuery = z.strictObject({
  ...pageQuery,
  application: applicationName.optional(),
  corpId: corpId.optional(),
});
export type ListReachQuery = z.infer<typeof listReachQuery>;

export const reachResponse = z
  .object({
    caller: z.object({ id: uuid, name: z.string(), disabled: z.boolean() }),
    rule: z.string().meta({ description: 'the entitlement, as <caller>/<position>' }),
    application: applicationName,
    corpId: z.string().meta({ description: '- where there is no organisation' }),
    userId: z.string().nullable(),
    grant: z
      .object({
        id: uuid,
        state: z.enum(['active', 'suspended', 'needs_consent']),
        scopes: z.array(scopeCode),
        observedAt: instant.nullable(),
      })
      .nullable()
      .meta({ description: 'null: there is none, but nothing would stand in the way if the person consented' }),
    scopes: z.array(scopeCode).meta({ description: 'what the entitlement allows to be asked for' }),
    delivery: z.array(z.enum(['token', 'handle'])),
    purposeRequired: z.boolean(),
    expiresAt: instant.nullable(),
    rawToken: z
      .enum(['leaves', 'too_broad', 'not_observed', 'suspended_scope'])
      .nullable()
      .meta({ description: 'what a raw token would do, by its width; null if the entitlement has no tokens' }),
    beyond: z.array(scopeCode).meta({ description: 'of too_broad: what it would carry too much' }),
    suspended: suspendedSubject.nullable().meta({ description: 'what keeps everything in for now' }),
    lastHandoutAt: instant.nullable().meta({
      description:
        'of this caller, whichever entitlement it was by; null if not among the newest 10 000 uses of the grant',
    }),
  })
  .meta({ id: 'Reach' });
export type ReachResponse = z.infer<typeof reachResponse>;
export const reachPage = pageOf(reachResponse);
