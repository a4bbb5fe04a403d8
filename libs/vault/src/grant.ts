/** The closed set of states. `revoked` and `expired` are final and hold no sealed value. */
export const grantStates = ['active', 'suspended', 'needs_consent', 'revoked', 'expired'] as const;
export type GrantState = (typeof grantStates)[number];

/** Why a grant needs consent; null in every other state. */
export type NeedsConsentReason = 'refresh_rejected' | 'indeterminate' | 'withdrawn' | 'scopes_missing';

/** How the person's consent reached the broker. */
export type GrantChannel = 'browser' | 'in_client' | 'assistant_skill' | 'plugin' | 'import';

/** One person's standing consent to one application in one organisation, without its tokens. */
export interface Grant {
  readonly id: string;
  readonly corpId: string;
  readonly application: string;
  readonly unionId: string;
  /** Null where there is no organisation to have a userId in. */
  readonly userId: string | null;
  readonly name: string;
  readonly state: GrantState;
  readonly reason: NeedsConsentReason | null;
  readonly channel: GrantChannel;
  readonly scopes: readonly string[];
  /** When DingTalk last said what was granted; null while `scopes` is only what was asked for. */
  readonly observedAt: Date | null;
  readonly tokenVersion: number;
  readonly accessTokenExpiresAt: Date | null;
  readonly refreshTokenExpiresAt: Date | null;
  readonly endsAt: Date | null;
  readonly once: boolean;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}
