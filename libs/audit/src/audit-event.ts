/** Written by the hand-out statement, one for each request that ended. */
const handoutEventTypes = ['token.handed_out', 'handle.handed_out', 'gateway.called', 'handout.refused'] as const;

/** The closed vocabulary of the trail. A name says what happened, in the past tense; a new one is added here first. */
export const auditEventTypes = [
  ...handoutEventTypes,
  'consent.requested',
  'consent.notified',
  'consent.granted',
  'consent.rejected',
  'consent.failed',
  'consent.cancelled',
  'grant.refreshed',
  'grant.refresh_failed',
  'grant.observed',
  'grant.drifted',
  'grant.checked',
  'grant.suspended',
  'grant.resumed',
  'grant.expired',
  'grant.revoked',
  'grant.revocation_refused',
  'handout.returned',
  'handout.rate_limited',
  'application.registered',
  'application.changed',
  'application.checked',
  'application.suspended',
  'application.resumed',
  'organisation.suspended',
  'organisation.resumed',
  'scope.suspended',
  'scope.resumed',
  'ability.registered',
  'ability.changed',
  'ability.removed',
  'caller.created',
  'caller.changed',
  'caller.narrowed',
  'caller.restored',
  'caller.disabled',
  'caller.enabled',
  'caller.secret_rotated',
  'caller.secret_ended',
  'entitlement.kept',
  'review.signed',
  'operator.created',
  'operator.changed',
  'operator.disabled',
  'operator.enabled',
  'operator.signed_in',
  'operator.sign_in_refused',
  'operator.session_ended',
  'operator.token_created',
  'operator.token_revoked',
  'webhook.created',
  'webhook.changed',
  'webhook.removed',
  'webhook.secret_rotated',
  'webhook.disabled',
  'webhook.tested',
  'webhook.replayed',
  'job.started',
  'job.cancelled',
  'job.paused',
  'job.resumed',
  'key.rotated',
  'key.retired',
  'event.applied',
  'person.signed_in',
  'person.read',
  'policy.read',
  'audit.read',
  'audit.exported',
  'audit.verified',
  'audit.cut',
  'person.erased',
] as const;
export type AuditEventType = (typeof auditEventTypes)[number];

/** What is recorded of an act that is not a hand-out. There is no member that could hold a token. */
export interface AuditAct {
  /** The record's id, if it has to be known before; a UUIDv7. */
  readonly id?: string;
  readonly type: Exclude<AuditEventType, (typeof handoutEventTypes)[number]>;
  /** `ok`, or the code of what came instead. */
  readonly outcome: string;
  /** `operator:<name>`, `caller:<name>`, `person:<unionId>`, `openid:<subject>`, `dingtalk:<event>` or `broker`. */
  readonly actor: string;
  readonly requestId: string;
  readonly corpId?: string | null;
  readonly application?: string | null;
  readonly callerId?: string | null;
  readonly grantId?: string | null;
  readonly userId?: string | null;
  readonly unionId?: string | null;
  readonly scopes?: readonly string[] | null;
  readonly tokenVersion?: number | null;
  readonly details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}
