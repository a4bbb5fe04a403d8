/** What a webhook can be told of, and nothing else. A name is never changed: receivers go by it. */
export type WebhookEventType =
  | 'grant.created'
  | 'grant.renewed'
  | 'grant.needs_consent'
  | 'grant.scopes_changed'
  | 'grant.suspended'
  | 'grant.resumed'
  | 'grant.expired'
  | 'grant.revoked'
  | 'revocation.completed'
  | 'audit.checkpoint';

/** Somebody who is told of events at an address. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly description: string;
  readonly events: readonly WebhookEventType[];
  readonly state: 'enabled' | 'disabled';
  /** `operator`: somebody said so; `failing`: for days nothing arrived; `gone`: the receiver answered 410. Null while enabled. */
  readonly disabledBecause: 'operator' | 'failing' | 'gone' | null;
  /** Since when not one delivery arrived; null if the last one did. */
  readonly failingSince: Date | null;
  /** Secrets that sign now, the newest first; an older one has an end. */
  readonly secrets: readonly { readonly createdAt: string; readonly expiresAt: string | null }[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What a receiver is to be told, before it is somebody's delivery. */
export interface WebhookMessage {
  readonly type: WebhookEventType | 'webhook.test';
  /** RFC 3339 of UTC with microseconds, as the trail has it. */
  readonly timestamp: string;
  /** Ids, times, codes; never a secret, a token or a person's name. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Whose grant it is about, by which an erasure finds it. */
  readonly unionId?: string | null;
}
