import type { AuthMethod } from './proof/caller-proof.js';

export type Delivery = 'token' | 'handle';

/** Whose tokens an entitlement reaches. A listed person counts under the id the request uses. */
export type People =
  | { readonly all: true }
  | { readonly organisations: readonly string[] }
  | { readonly persons: readonly { readonly corpId?: string; readonly userId?: string; readonly unionId?: string }[] };

/** What a caller may ask for: application × scopes × whose tokens × delivery. */
export interface Entitlement {
  /** From 1, in the order the operator wrote them; named in audit records and answers as `<caller>/<position>`. */
  readonly position: number;
  readonly application: string;
  readonly scopes: readonly string[];
  readonly delivery: readonly Delivery[];
  readonly people: People;
  readonly purposeRequired: boolean;
  readonly expiresAt: Date | null;
  readonly wholeToken: boolean;
  readonly wholeTokenReason: string | null;
  readonly mayBringCodes: boolean;
  readonly mayRevoke: boolean;
  /** Hand-outs per second under it, all replicas together; null: as many as come. */
  readonly ratePerSecond: number | null;
  /** The same for any one person. */
  readonly personRatePerSecond: number | null;
}

/** An internal service that asks for tokens. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly authMethod: AuthMethod;
  /** Raised by every change; a hand-out judged by an older version is judged again. */
  readonly policyVersion: number;
  readonly disabledAt: Date | null;
  readonly entitlements: readonly Entitlement[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
