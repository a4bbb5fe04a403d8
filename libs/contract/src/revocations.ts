import { z } from 'zod';
import { grantFilter, liveHandout, revocationReceipt } from './grants.js';
import { pageOf, pageQuery } from './paging.js';
import { applicationName, corpId, instant, text, unionId, userId, uuid } from './text.js';

const count = z.int().nonnegative();

export const listRevocationsQuery = z.strictObject({
  ...pageQuery,
  application: applicationName.optional(),
  corpId: corpId.optional(),
  userId: userId.optional(),
  unionId: unionId.optional(),
  actor: text(100).optional().meta({ description: 'who revoked; the beginning is enough', example: 'operator:' }),
  from: instant.optional(),
  to: instant.optional(),
});
export type ListRevocationsQuery = z.infer<typeof listRevocationsQuery>;

/** A receipt, with who revoked the grant, why, and what brought it about. */
export const revocationResponse = revocationReceipt
  .extend({
    liveHandouts: z
      .array(liveHandout)
      .nullable()
      .meta({ description: 'null for the moment between the end of the grant and its receipt' }),
    application: applicationName,
    corpId: z.string(),
    userId: z.string().nullable(),
    unionId: z.string(),
    actor: z.string(),
    reason: z.string(),
    cause: z.enum(['operator', 'person', 'caller', 'dingtalk_event', 'bulk']),
    jobId: uuid.nullable(),
  })
  .meta({ id: 'Revocation' });
export type RevocationResponse = z.infer<typeof revocationResponse>;
export const revocationsPage = pageOf(revocationResponse);

/** Which grants: all the members that are there have to fit. */
const revocationFilter = z
  .strictObject({
    ...grantFilter,
    callerId: uuid.optional().meta({ description: 'grants of which this caller still holds a live hand-out' }),
    grantIds: z.array(uuid).min(1).max(1_000).optional().meta({ description: 'among these' }),
  })
  .superRefine((filter, context) => {
    if (Object.values(filter).every((member) => member === undefined)) {
      context.addIssue({ code: 'custom', path: [], message: 'at least one member is required' });
    }
    if (filter.userId !== undefined && filter.corpId === undefined) {
      context.addIssue({ code: 'custom', path: ['corpId'], message: 'required with userId' });
    }
  });

/** `POST /admin/v1/revocations/preview`. */
export const previewRevocationsRequest = z
  .strictObject({ filter: revocationFilter })
  .meta({ id: 'PreviewRevocations', example: { filter: { application: 'demo', corpId: 'dinghangzhou0001' } } });
export type PreviewRevocationsRequest = z.infer<typeof previewRevocationsRequest>;
export type RevocationFilter = PreviewRevocationsRequest['filter'];

export const revocationPreview = z
  .object({
    grants: count,
    people: count,
    places: z
      .array(z.object({ application: applicationName, corpId: z.string(), grants: count }))
      .meta({ description: 'grants by application and organisation, the hundred with most' }),
    liveHandouts: count.meta({ description: 'tokens that stay live at DingTalk, which cannot revoke them' }),
    upstreamLiveUntil: instant.nullable().meta({ description: 'until when the last of them does' }),
    callers: z
      .array(z.object({ callerId: uuid, name: z.string(), liveHandouts: count }))
      .meta({ description: 'who holds them, those with most first' }),
    previewToken: z.string().meta({ description: 'confirms exactly this, once, by the same operator' }),
    expiresAt: instant.meta({ description: 'of previewToken' }),
  })
  .meta({ id: 'RevocationPreview' });
export type RevocationPreviewBody = z.infer<typeof revocationPreview>;

/** `POST /admin/v1/revocations`. */
export const revokeInBulkRequest = z
  .strictObject({ previewToken: text(100), reason: text(500) })
  .meta({ id: 'RevokeInBulk', example: { previewToken: 'nI3o…', reason: 'the service was compromised, INC-231' } });
export type RevokeInBulkRequest = z.infer<typeof revokeInBulkRequest>;
