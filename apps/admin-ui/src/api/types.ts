import type { components } from './schema.js';

/** The names pages use for what the broker's OpenAPI document describes. */
type Schemas = components['schemas'];

export type Overview = Schemas['Overview'];
export type Grant = Schemas['ListedGrant'];
export type Ability = Schemas['Ability'];
export type SavedAbility = Schemas['SavedAbility'];
export type Application = Schemas['Application'];
export type ApplicationKind = Application['kind'];
export type RegisterApplication = Schemas['RegisterApplication'];
export type ApplicationChecks = Schemas['ApplicationCheckResult'];
export type ApplicationHealth = Schemas['ApplicationHealth'];
export type Suspension = Schemas['Suspension'];
export type Setting = Schemas['Setting'];
export type LookupHit = Schemas['LookupHit'];
export type AttentionItem = Schemas['Attention'];
export type OverviewSeries = Schemas['OverviewSeries'];
export type OverviewCounts = Schemas['OverviewCounts'];
export type OverviewRange = OverviewSeries['range'];
export type GrantState = Schemas['GrantState'];
export type Revocation = Schemas['RevocationReceipt'];
/** What is kept of a revocation; the answer to the act itself is `Revocation`. */
export type RecordedRevocation = Schemas['Revocation'];
export type Person = Schemas['Person'];
export type PersonDetail = Schemas['PersonDetail'];
export type Consent = Schemas['OperatorConsent'];
export type ConsentState = Consent['state'];
export type Scope = Schemas['Scope'];
export type ScopeDetail = Schemas['ScopeDetail'];
export type ReviewCandidate = Schemas['ReviewCandidate'];
export type NarrowingPreview = Schemas['NarrowingPreview'];
export type NarrowedEntitlements = Schemas['NarrowedEntitlements'];
export type ReviewDraft = Schemas['AccessReviewDraft'];
export type RevocationPreview = Schemas['RevocationPreview'];
export type Reach = Schemas['Reach'];
export type EntitlementBody = Schemas['Entitlement'];
export type Caller = Schemas['Caller'];
export type CallerSecret = Schemas['CallerSecret'];
export type Entitlement = Caller['entitlements'][number];
export type Delivery = Entitlement['delivery'][number];
export type CallerVersion = Schemas['CallerVersion'];
export type PolicyExplanation = Schemas['PolicyExplanation'];
export type HandoutReplay = Schemas['HandoutReplay'];
export type Job = Schemas['Job'];
export type JobState = Job['state'];
export type ImportRow = Schemas['ImportRow'];
export type MasterKey = Schemas['MasterKey'];
export type Keys = Schemas['Keys'];
export type Operator = Schemas['Operator'];
export type OperatorToken = Schemas['OperatorToken'];
export type AuditEvent = Schemas['AuditEvent'];
export type AuditRecord = Schemas['AuditRecord'];
export type Webhook = Schemas['Webhook'];
export type WebhookDelivery = Schemas['WebhookDelivery'];
export type Problem = Schemas['Problem'];

/** Every list answers in this form. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

/** In the order they are offered; a state that is missing here, or unknown to the broker, does not compile. */
export const grantStates = Object.keys({
  active: true,
  suspended: true,
  needs_consent: true,
  revoked: true,
  expired: true,
} satisfies Record<GrantState, true>) as GrantState[];

export const jobStates = Object.keys({
  queued: true,
  running: true,
  paused: true,
  done: true,
  failed: true,
  cancelled: true,
} satisfies Record<JobState, true>) as JobState[];

export const consentStates = Object.keys({
  pending: true,
  granted: true,
  rejected: true,
  expired: true,
} satisfies Record<ConsentState, true>) as ConsentState[];

/** In the order they are offered; one that is missing here, or unknown to the broker, does not compile. */
export const webhookEvents = Object.keys({
  'grant.created': true,
  'grant.renewed': true,
  'grant.needs_consent': true,
  'grant.scopes_changed': true,
  'grant.suspended': true,
  'grant.resumed': true,
  'grant.expired': true,
  'grant.revoked': true,
  'revocation.completed': true,
  'audit.checkpoint': true,
} satisfies Record<Webhook['events'][number], true>) as Webhook['events'];
