export type ApplicationKind = 'internal' | 'isv' | 'personal';

/** Stands for the organisation of a personal application, which has none. */
export const NO_ORGANISATION = '-';

/** One DingTalk app as the broker knows it. Its secrets are not here: they are opened where they are sent. */
export interface Application {
  readonly name: string;
  readonly clientId: string;
  readonly kind: ApplicationKind;
  /** Its own organisation; an `isv` application serves many and a `personal` one none. */
  readonly corpId: string | null;
  readonly robotCode: string | null;
  /** The points it has applied for at DingTalk, as declared by the operator; the identity scope is among them. */
  readonly scopes: readonly string[];
  /** Points that come along with every token and do not count towards its width. */
  readonly incidentalScopes: readonly string[];
  /** Addresses a consent may return to: exact, or a prefix that ends in `/`. */
  readonly returnUrls: readonly string[];
  readonly signIn: boolean;
  /** What DingTalk allows it for each API, all replicas together. */
  readonly callsPerSecond: number;
  /** The broker fetches this application's events over Stream mode. */
  readonly eventStream: boolean;
  readonly suspendedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
