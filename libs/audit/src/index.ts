/**
 * Owns the audit trail: its vocabulary, its lanes, appending and reading. Append-only: no statement here changes or deletes a
 * record, and no record can hold a token. Hand-outs are written by the hand-out statement, everything else by `AuditLog`.
 */

export { type AuditAct, type AuditEventType, auditEventTypes } from './audit-event.js';
export { AuditLanes, type Lane } from './audit-lanes.js';
export { AuditLog } from './audit-log.js';
export { auditPartitionsHealth, ensureAuditPartitions } from './audit-partitions.js';
export { type AuditEvent, type AuditFilter, type AuditPosition, AuditReader } from './audit-reader.js';
export {
  type GrantUse,
  grantsHeldByCaller,
  grantUsers,
  grantUses,
  type Handout,
  handoutOf,
  handoutOutcomes,
  type LiveHandout,
  type LiveHandoutsOfCaller,
  lastHandouts,
  lastHandoutsByCaller,
  lastUses,
  liveHandouts,
  liveHandoutsByCaller,
  returnedAt,
} from './handouts.js';
