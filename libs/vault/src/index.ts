/**
 * Owns everything sealed: grants with their tokens, the applications' secrets, data keys and the way to the master key.
 * Never decides who may have a token, never talks to DingTalk. A sealed value opens only in the row, column and version
 * it was sealed for. Entry points: `Sealer`, `GrantStore`, `ApplicationStore`.
 */

export { ApplicationEntity } from './application.entity.js';
export {
  type Application,
  type ApplicationKind,
  NO_ORGANISATION,
  organisationTitleOf,
  titleOf,
} from './application.js';
export {
  type ApplicationChange,
  type ApplicationDraft,
  ApplicationStore,
  type StreamingApplication,
} from './application-store.js';
export { DataKeys, RETIREMENT_KNOWN_WITHIN_MS } from './data-keys.js';
export { envelopeDataKeyId, type Place } from './envelope.js';
export { GrantEntity } from './grant.entity.js';
export { type Grant, type GrantChannel, type GrantState, grantStates, type NeedsConsentReason } from './grant.js';
export { GrantCounts } from './grant-counts.js';
export type { GrantOwner } from './grant-owner.js';
export { type EndedGrant, type GrantKey, type GrantStanding, GrantStore, type LiveGrant } from './grant-store.js';
export { BetterGrant, type ConsentedTokens, type HeldAccessToken } from './grant-tokens.js';
export { type DueGrant, type ExpiryForecast, GrantUpkeep } from './grant-upkeep.js';
export { KeyRing, type MasterKeyRecord, type ReplicaKeys } from './key-ring.js';
export { FileMasterKey, MasterKeyFileError } from './master-key/file-master-key.js';
export { KeyNotAtHand, MasterKey } from './master-key/master-key.js';
export {
  LEASE_SECONDS,
  type RefreshAttempt,
  RefreshAttempts,
  type RefreshableGrant,
  type SealedTokens,
} from './refresh-attempts.js';
export { RefreshTroubles } from './refresh-troubles.js';
export { type RegistrationEvidence, registrationEvidence } from './registration-evidence.js';
export { type KeyOfOwner, Reseal } from './reseal.js';
export { type PeopleByScope, ScopePeople } from './scope-people.js';
export type { SealedTable } from './sealed-table.js';
export { SealError, Sealer } from './sealer.js';
