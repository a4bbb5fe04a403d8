import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, corpId, instant, scopeCode, text, unionId, userId, uuid } from './text.js';

const grantState = z.enum(['active', 'suspended', 'needs_consent', 'revoked', 'expired']).meta({ id: 'GrantState' });

export const listGrantsQuery = z.strictObject({
  ...pageQuery,
  state: grantState.optional(),
  application: applicationName.optional(),
  corpId: corpId.optional(),
  userId: userId.optional(),
  unionId: unionId.optional(),
});
export type ListGrantsQuery = z.infer<typeof listGrantsQuery>;

export const grantResponse = z
  .object({
    id: uuid,
    application: applicationName,
    corpId: z.string().meta({ description: '- where there is no organisation' }),
    userId: z.string().nullable(),
    unionId: z.string(),
    name: z.string(),
    state: grantState,
    reason: z.string().nullable(),
    channel: z.enum(['browser', 'in_client', 'assistant_skill', 'plugin']),
    scopes: z.array(scopeCode),
    observedAt: instant.nullable().meta({ description: 'null while DingTalk has not confirmed the scopes' }),
    accessTokenExpiresAt: instant.nullable(),
    createdAt: instant,
    lastHandoutAt: instant.nullable(),
    endsAt: instant.nullable(),
    once: z.boolean(),
  })
  .meta({ id: 'Grant' });
export type GrantResponse = z.infer<typeof grantResponse>;
export const grantsPage = pageOf(grantResponse);

export const revokeGrantRequest = z
  .strictObject({ reason: text(500) })
  .meta({ id: 'RevokeGrant', example: { reason: 'leaked laptop, INC-231' } });
export type RevokeGrantRequest = z.infer<typeof revokeGrantRequest>;

export const liveHandout = z
  .object({ handoutId: uuid, callerId: uuid, delivery: z.enum(['token', 'handle']), expiresAt: instant })
  .meta({ id: 'LiveHandout' });

export const revocationReceipt = z
  .object({
    revocationId: uuid,
    grantId: uuid,
    revokedAt: instant,
    liveHandouts: z.array(liveHandout),
    upstreamLiveUntil: instant
      .nullable()
      .meta({ description: 'DingTalk cannot revoke a token: until when one of this grant may go on living there' }),
  })
  .meta({ id: 'RevocationReceipt' });
export type RevocationReceiptBody = z.infer<typeof revocationReceipt>;
