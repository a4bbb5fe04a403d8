import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, corpId, instant, scopeCode, text, unionId, userId, uuid } from './text.js';

const grantState = z.enum(['active', 'suspended', 'needs_consent', 'revoked', 'expired']).meta({ id: 'GrantState' });

const channel = z.enum(['browser', 'in_client', 'assistant_skill', 'plugin', 'import']);

/** Which grants, as operators look for them; all the members that are there have to fit. */
export const grantFilter = {
  q: text(200).optional().meta({
    description: 'a name or its beginning, or a whole userId, unionId or grant id',
    example: '张',
  }),
  state: grantState.optional(),
  reason: z
    .enum(['refresh_rejected', 'indeterminate', 'withdrawn', 'scopes_missing'])
    .optional()
    .meta({ description: 'why it needs consent, or will once it is resumed' }),
  application: applicationName.optional(),
  corpId: corpId.optional(),
  userId: userId.optional(),
  unionId: unionId.optional(),
  scope: scopeCode.optional().meta({ description: 'among those granted' }),
  channel: channel.optional(),
};

export const listGrantsQuery = z.strictObject({
  ...pageQuery,
  ...grantFilter,
  sort: z.enum(['newest', 'oldest', 'consentEnds']).default('newest').meta({
    description: 'consentEnds: those first whose refresh token runs out first; those without one are left out',
  }),
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
    channel,
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

/** A grant as operators see it. */
export const listedGrant = grantResponse
  .extend({
    refreshTokenExpiresAt: instant.nullable().meta({
      description: 'until when the consent lasts if nothing refreshes it; null where there is nothing to refresh with',
    }),
    handouts: z.int().nonnegative().meta({ description: 'so far, counted within half a minute' }),
    lastHandoutBy: z.object({ callerId: uuid, name: z.string() }).nullable(),
  })
  .meta({ id: 'ListedGrant' });
export type ListedGrant = z.infer<typeof listedGrant>;
export const grantsPage = pageOf(listedGrant);

export const grantUser = z
  .object({
    caller: z.object({ id: uuid, name: z.string() }),
    handouts: z.int().positive().meta({ description: 'among the newest 10 000 of the grant' }),
    lastHandoutAt: instant,
    liveUntil: instant
      .nullable()
      .meta({ description: 'of the tokens and handles it still holds; null if it holds none' }),
  })
  .meta({ id: 'GrantUser' });
export type GrantUserBody = z.infer<typeof grantUser>;
export const grantUsers = pageOf(grantUser).meta({ id: 'GrantUsers' });

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
