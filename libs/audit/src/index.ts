/**
 * Owns the audit trail: its vocabulary, its lanes, appending, reading, and the signed chain that proves it. Append-only: no statement
 * outside of `change/` touches a record that is there, and no record can hold a token. Hand-outs are written by the hand-out statement, everything else
 * by `AuditLog`; `chain/` signs what was written, `proof/` finds out whether it is still so, `follow/` makes figures of it as it grows, and tells whoever wants to know.
 */

export { type AuditAct, type AuditEventType, auditEventTypes } from './audit-event.js';
export { AuditLanes, type Lane } from './audit-lanes.js';
export { AuditLog } from './audit-log.js';
export { auditPartitionsHealth, ensureAuditPartitions } from './audit-partitions.js';
export { type AuditEvent, type AuditFilter, type AuditPosition, AuditReader } from './audit-reader.js';
export { type AuditRecord, auditRecord } from './audit-record.js';
export { type AuditKeySealing, AuditKeys, encodePublicKey } from './chain/audit-keys.js';
export { ChainStore } from './chain/chain-store.js';
export { type Checkpoint, checkpointHash, publishedLine } from './chain/checkpoint.js';
export { CHECKPOINT_EVERY_MS, Checkpoints } from './chain/checkpoints.js';
export { DeadReplicas } from './chain/dead-replicas.js';
export { EraseFromTrail } from './change/erase-from-trail.js';
export { type ErasedPerson, mentionOf } from './change/erased-person.js';
export { Retention } from './change/retention.js';
export { withoutPerson } from './change/without-person.js';
export { type FollowedAct, followActs } from './follow/followed-acts.js';
export { type FollowedCheckpoint, followCheckpoints } from './follow/followed-checkpoints.js';
export { HandoutCounts } from './follow/handout-counts.js';
export { type ScopeUse, ScopeUses } from './follow/scope-uses.js';
export { committedRecordsSql, TrailFollower } from './follow/trail-follower.js';
export {
  type GrantUse,
  goodHandles,
  grantsHeldByCaller,
  grantUsers,
  grantUses,
  type Handout,
  handoutOf,
  heldTokens,
  type LiveHandout,
  type LiveHandoutsOfCaller,
  lastHandouts,
  lastHandoutsByCaller,
  lastUses,
  liveHandouts,
  liveHandoutsByCaller,
  returnedAt,
  usersOfGrant,
  usesByPurpose,
} from './handouts.js';
export { type AlikeHandouts, handoutsOfCaller } from './handouts-of-caller.js';
export { ExportTrail } from './proof/export-trail.js';
export { StoredTrail } from './proof/stored-trail.js';
export { type Verification, type VerifyOptions, verifyTrail } from './proof/verify-trail.js';
export { AuditRollups, type RollupBucket, type RollupKind, type RollupRange } from './rollup/audit-rollups.js';
export { ROLLUPS_KEPT_DAYS } from './rollup/rollup.sql.js';
export { recordHashSql } from './sql/record-line.sql.js';
