/**
 * Owns who may ask: callers, how they prove who they are, their entitlements, and the judgement of a request before the
 * vault is asked, and the services that AI plugins reach through it. Never reads a grant, so that its answers cannot depend on whether a person exists.
 * Entry points: `CallerStore`, `CallerAuthentication`, `judge`, `AccessTokens`.
 */
export type { Ability, AbilityDraft, AbilitySettings, CallableAbility } from './ability.js';
export { AbilityStore } from './ability-store.js';
export { ACCESS_TOKEN_SECONDS, AccessTokens, type VerifiedCaller } from './access-tokens.js';
export { CallerEntity } from './caller.entity.js';
export type { Caller, Delivery, Entitlement, People } from './caller.js';
export { CallerKnocks } from './caller-knocks.js';
export { createCallerSecret } from './caller-secret.js';
export { type CallerDraft, CallerStore } from './caller-store.js';
export { EntitlementHistory, type EntitlementVersion } from './entitlement-history.js';
export { type Explanation, explain } from './explain.js';
export { type EntitledScope, type GivenScope, GivenScopes } from './given-scopes.js';
export { HandOutRates } from './hand-out-rates.js';
export { type HandleKey, handleKeyOf, NewHandle } from './handle.js';
export { type Handle, Handles } from './handles.js';
export {
  type CommonPolicy,
  type Judgement,
  judge,
  type PolicyApplication,
  type PolicyCandidate,
  type PolicyQuestion,
  type SuspendedSubject,
  type UnplaceableRule,
  unplaceable,
} from './judge.js';
export { mayBringCodes } from './may-bring-codes.js';
export { mayRevoke, type PersonIn } from './may-revoke.js';
export { narrowed } from './narrowed.js';
export { PolicyBook, type PolicyPage } from './policy-book.js';
export { raisePolicyVersion } from './policy-version.js';
export {
  type Authentication,
  CallerAuthentication,
  type CallerCredentials,
  type ProvenCaller,
} from './proof/caller-authentication.js';
export type { AuthMethod, CallerProof, KeySource } from './proof/caller-proof.js';
export { CallerProofs } from './proof/caller-proofs.js';
export { type CallerSecret, CallerSecrets } from './proof/caller-secrets.js';
export { CertificateCallers } from './proof/certificate-callers.js';
export { type CertificateName, type CertificateNameKind, certificateNameOf } from './proof/certificate-name.js';
export { ClientAssertions } from './proof/client-assertion.js';
export { ClientCertificate } from './proof/client-certificate.js';
export { fetchKeyDocument } from './proof/fetch-keys.js';
export { keyAddressFault } from './proof/key-address.js';
export { ASSERTION_ALGORITHMS, type JsonWebKeySet, KEYS_MAX, publicJwkOf } from './proof/key-set.js';
export { KeySets } from './proof/key-sets.js';
export { PossessionProofs } from './proof/possession-proofs.js';
export { SecretUses } from './proof/secret-uses.js';
export { RateBuckets, type RateLimit } from './rate-buckets.js';
export { entitlementsReaching, type Place, type ReachPosition } from './reach.js';
export { replaying } from './replay.js';
export { serviceAddressFault } from './service-address.js';
export { ServiceTokens } from './service-tokens.js';
export { type KeySealing, SigningKeys } from './signing-keys.js';
export {
  isSuspendedIn,
  type Suspension,
  type SuspensionFilter,
  type SuspensionPosition,
  type SuspensionSubject,
} from './suspension.js';
export { Suspensions, type SuspensionWord } from './suspensions.js';
