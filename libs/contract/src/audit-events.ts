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
  type: text(2_000).optional().meta({
    description: 'what was done; several, separated by commas, are any of them',
    example: 'token.handed_out,handle.handed_out',
  }),
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

/** `GET /admin/v1/audit-events/{id}`. */
export const auditRecordResponse = auditEventResponse
  .extend({
    hash: z
      .string()
      .meta({ description: 'SHA-256 of its line as it was written, hexadecimal: what the chain knows it by' }),
    erased: z.boolean().meta({ description: 'its person was erased since, so it says less than it did' }),
    checkpoint: z
      .object({ replica: uuid, number: z.int(), at: z.string(), keyId: z.string() })
      .nullable()
      .meta({ description: 'the first signed checkpoint that covers it; null: none does yet' }),
    newerId: uuid.nullable(),
    olderId: uuid.nullable(),
  })
  .meta({ id: 'AuditRecord' });
export type AuditRecordResponse = z.infer<typeof auditRecordResponse>;

/** `POST /admin/v1/audit-verifications`. */
export const verifyAuditRequest = z
  .strictObject({
    publishedCheckpoints: z.array(z.string().max(100_000)).max(200).default([]).meta({
      description: 'lines of a file of published checkpoints; the newest of each replica are enough to find a cut tail',
    }),
  })
  .default({ publishedCheckpoints: [] })
  .meta({ id: 'VerifyAudit', example: {} });
export type VerifyAuditRequest = z.infer<typeof verifyAuditRequest>;
