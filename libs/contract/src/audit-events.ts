import { z } from 'zod';
import { pageOf, pageQuery } from './paging.js';
import { instant, text, unionId, userId, uuid } from './text.js';

export const listAuditEventsQuery = z.strictObject({
  ...pageQuery,
  grantId: uuid.optional(),
  callerId: uuid.optional(),
  userId: userId.optional(),
  unionId: unionId.optional(),
  requestId: text(100).optional(),
  type: text(60).optional().meta({ example: 'token.handed_out' }),
  only: z
    .enum(['handouts', 'changes'])
    .optional()
    .meta({ description: 'what left, or what else happened; refusals are neither' }),
  from: instant.optional(),
  to: instant.optional(),
});
export type ListAuditEventsQuery = z.infer<typeof listAuditEventsQuery>;

export const exportAuditEventsQuery = z.strictObject({ from: instant, to: instant });
export type ExportAuditEventsQuery = z.infer<typeof exportAuditEventsQuery>;

export const auditEventResponse = z
  .object({
    id: uuid,
    occurredAt: instant,
    type: z.string(),
    actor: z.string(),
    callerId: uuid.nullable(),
    grantId: uuid.nullable(),
    application: z.string().nullable(),
    corpId: z.string(),
    userId: z.string().nullable(),
    unionId: z.string().nullable(),
    scopes: z.array(z.string()).nullable(),
    purpose: z.string().nullable(),
    outcome: z.string(),
    rule: z.string().nullable().meta({ description: 'the entitlement that allowed it, or the rule that refused it' }),
    handoutId: uuid.nullable(),
    delivery: z.enum(['token', 'handle', 'gateway']).nullable(),
    liveUntil: instant.nullable(),
    requestId: z.string(),
    lane: z.int(),
    seq: z.int().meta({ description: 'number within the lane, without gaps' }),
    details: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventResponse = z.infer<typeof auditEventResponse>;
export const auditEventsPage = pageOf(auditEventResponse);
