/** The operator plane as this UI uses it, in the form openapi-typescript generates from `/openapi.json`. */
export interface paths {
  '/admin/v1/overview': { get: Read<Overview> };
  '/admin/v1/grants': { get: Read<Page<Grant>, ListQuery & GrantFilters> };
  '/admin/v1/grants/{id}/revoke': { post: RevokeGrant };
  '/admin/v1/audit-events': { get: Read<Page<AuditEvent>, ListQuery & AuditFilters> };
}

export const grantStates = ['active', 'suspended', 'needs_consent', 'revoked', 'expired'] as const;
export type GrantState = (typeof grantStates)[number];

export interface Overview {
  serverTime: string;
  version: string;
  dingtalk: { loginUrl: string; apiUrl: string; oapiUrl: string; isDingTalk: boolean };
  operator: { name: string; role: string };
  grantsByState: Record<GrantState, number>;
  applications: number;
  callers: number;
  handoutsLastHour: { total: number; byOutcome: Record<string, number> };
  checks: { name: string; ok: boolean; detail: string }[];
}

export interface Grant {
  id: string;
  application: string;
  /** `-` for a personal application. */
  corpId: string;
  userId: string | null;
  unionId: string | null;
  name: string | null;
  state: GrantState;
  reason: string | null;
  channel: string;
  scopes: string[];
  observedAt: string | null;
  accessTokenExpiresAt: string | null;
  createdAt: string;
  lastHandoutAt: string | null;
  endsAt: string | null;
  once: boolean;
}

export interface Revocation {
  revocationId: string;
  grantId: string;
  revokedAt: string;
  liveHandouts: { handoutId: string; callerId: string; delivery: string; expiresAt: string }[];
  upstreamLiveUntil: string | null;
}

export interface AuditEvent {
  id: string;
  occurredAt: string;
  type: string;
  actor: string | null;
  callerId: string | null;
  grantId: string | null;
  application: string | null;
  corpId: string | null;
  userId: string | null;
  unionId: string | null;
  scopes: string[] | null;
  purpose: string | null;
  outcome: string | null;
  /** The entitlement that allowed it, or the rule that refused it. */
  rule: string | null;
  delivery: string | null;
  handoutId: string | null;
  requestId: string | null;
  lane: number;
  seq: number;
}

/** RFC 9457, with the broker's members. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
  requestId?: string;
  errors?: { pointer: string; reason: string }[];
  rule?: string;
  retryAfterSeconds?: number;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

interface ListQuery {
  limit?: number;
  cursor?: string;
}

export interface GrantFilters {
  state?: GrantState;
  application?: string;
  corpId?: string;
  userId?: string;
  unionId?: string;
}

export interface AuditFilters {
  type?: string;
  grantId?: string;
  callerId?: string;
  userId?: string;
  unionId?: string;
  requestId?: string;
  from?: string;
  to?: string;
}

type Json<Body> = { headers: Record<string, unknown>; content: { 'application/json': Body } };
type Failure = { headers: Record<string, unknown>; content: { 'application/problem+json': Problem } };

interface Read<Answer, Query = never> {
  parameters: { query?: Query; header?: never; path?: never; cookie?: never };
  requestBody?: never;
  responses: { 200: Json<Answer>; default: Failure };
}

interface RevokeGrant {
  parameters: { query?: never; header?: never; path: { id: string }; cookie?: never };
  requestBody: { content: { 'application/json': { reason: string } } };
  responses: { 200: Json<Revocation>; default: Failure };
}
