export type ApplicationKind = 'internal' | 'isv' | 'personal';

/** Stands for the organisation of a personal application, which has none. */
export const NO_ORGANISATION = '-';

/** One DingTalk app as the broker knows it. Its secrets are not here: they are opened where they are sent. */
export interface Application {
  readonly name: string;
  /** What people read in place of the name. */
  readonly displayName: string | null;
  readonly clientId: string;
  readonly kind: ApplicationKind;
  /** Its own organisation; an `isv` application serves many and a `personal` one none. */
  readonly corpId: string | null;
  /** What people read in place of `corpId`. */
  readonly organisationName: string | null;
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

/** What people read. */
export function titleOf({ displayName, name }: Pick<Application, 'displayName' | 'name'>): string {
  return displayName ?? name;
}

/** What people read of the organisation in which an application has a grant; undefined if there is none. */
export function organisationTitleOf(
  application: Pick<Application, 'corpId' | 'organisationName'> | undefined,
  corpId: string,
): string | undefined {
  if (corpId === NO_ORGANISATION) return undefined;
  return (application?.corpId === corpId && application.organisationName) || corpId;
}
