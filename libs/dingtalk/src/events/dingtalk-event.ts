import type { Secret } from '@app/secret';

/** Something that happened at DingTalk, however it was told. Told at least once, late and in any order. */
export interface DingTalkEvent {
  /** The same for every telling of one event to one application; made from the content where DingTalk gives none. */
  readonly id: string;
  /** DingTalk's name of it, such as `user_leave_org`. */
  readonly type: string;
  /** The organisation it is about; null where it names none. */
  readonly corpId: string | null;
  /** When it happened; where DingTalk does not say, when it was told. */
  readonly bornAt: Date;
  readonly news: EventNews;
}

/** What the event means to whoever keeps tokens. */
export type EventNews =
  | ({ readonly kind: 'people_left' } & EventPeople)
  | ({ readonly kind: 'people_changed' } & EventPeople)
  | { readonly kind: 'people_active' }
  | { readonly kind: 'organisation_removed' }
  | { readonly kind: 'application_installed' }
  | { readonly kind: 'application_removed' }
  | { readonly kind: 'application_stopped' }
  | { readonly kind: 'application_restored' }
  | { readonly kind: 'authorization_changed' }
  | { readonly kind: 'suite_ticket'; readonly ticket: Secret }
  /** DingTalk tries whether the address answers. */
  | { readonly kind: 'check' }
  /** Nothing that matters to tokens, or nothing we know. */
  | { readonly kind: 'other' };

/** Whom the event is about. An internal application is told userIds, an ISV one also unionIds. */
export interface EventPeople {
  readonly userIds: readonly string[];
  readonly unionIds: readonly string[];
}
