import type { Application, Delivery, Entitlement, EntitlementBody } from '../api/types.js';

type Persons = Extract<NonNullable<Entitlement['people']>, { persons: unknown }>['persons'];

/** An entitlement as it is being edited: every field there, and only those that go with each other sent. */
export interface Draft {
  /** Told apart by it while positions move. */
  key: string;
  application: string;
  scopes: string[];
  delivery: Delivery[];
  whose: 'everybody' | 'organisations' | 'persons';
  organisations: string[];
  /** `userId`, or `userId@corpId`. */
  persons: string[];
  purposeRequired: boolean;
  /** A day, in the operator's zone; empty: no end. */
  until: string;
  wholeToken: boolean;
  wholeTokenReason: string;
  mayBringCodes: boolean;
  mayRevoke: boolean;
  ratePerSecond: number | null;
  personRatePerSecond: number | null;
}

let made = 0;
function newKey(): string {
  made += 1;
  return `draft-${made}`;
}

export const emptyDraft = (application: string): Draft => ({
  key: newKey(),
  application,
  scopes: [],
  delivery: ['token'],
  whose: 'everybody',
  organisations: [],
  persons: [],
  purposeRequired: false,
  until: '',
  wholeToken: false,
  wholeTokenReason: '',
  mayBringCodes: false,
  mayRevoke: false,
  ratePerSecond: null,
  personRatePerSecond: null,
});

export function draftOf({ people, expiresAt, wholeTokenReason, ...same }: Entitlement): Draft {
  return {
    ...emptyDraft(same.application),
    ...same,
    ...(people && 'organisations' in people && { whose: 'organisations', organisations: people.organisations }),
    ...(people && 'persons' in people && { whose: 'persons', persons: people.persons.map(personText) }),
    until: expiresAt ? localDay(new Date(expiresAt)) : '',
    wholeTokenReason: wholeTokenReason ?? '',
  };
}

/** As the broker takes it. The end keeps its time of day where the day was not changed. */
export function bodyOf(draft: Draft, before?: Entitlement): EntitlementBody {
  const unmoved =
    before?.expiresAt && localDay(new Date(before.expiresAt)) === draft.until ? before.expiresAt : undefined;
  return {
    application: draft.application,
    scopes: draft.scopes,
    delivery: draft.delivery,
    ...(draft.whose === 'organisations' && { people: { organisations: draft.organisations } }),
    ...(draft.whose === 'persons' && { people: { persons: draft.persons.map(personOf) } }),
    purposeRequired: draft.purposeRequired,
    ...(draft.until && { expiresAt: unmoved ?? new Date(`${draft.until}T23:59:59`).toISOString() }),
    wholeToken: draft.wholeToken,
    ...(draft.wholeToken && { wholeTokenReason: draft.wholeTokenReason.trim() }),
    mayBringCodes: draft.mayBringCodes,
    mayRevoke: draft.mayRevoke,
    ...(draft.ratePerSecond !== null && { ratePerSecond: draft.ratePerSecond }),
    ...(draft.personRatePerSecond !== null && { personRatePerSecond: draft.personRatePerSecond }),
  };
}

/** What a draft lacks before the broker would take it, by field. */
export type Lacking = 'application' | 'scopes' | 'delivery' | 'people' | 'wholeTokenReason';
export function lackingOf(draft: Draft): Lacking | undefined {
  if (draft.application === '') return 'application';
  if (draft.scopes.length === 0) return 'scopes';
  if (draft.delivery.length === 0) return 'delivery';
  if (draft.whose !== 'everybody' && draft[draft.whose].length === 0) return 'people';
  return draft.wholeToken && draft.wholeTokenReason.trim() === '' ? 'wholeTokenReason' : undefined;
}

/** Scopes that a raw token would carry beyond what the drafts allow: DingTalk asks each person for all that is declared. */
export function beyondOf(draft: Draft, drafts: readonly Draft[], application: Application | undefined): string[] {
  if (!application || !draft.delivery.includes('token') || draft.wholeToken) return [];
  const held = drafts
    .filter((other) => other.application === draft.application && other.delivery.includes('token'))
    .flatMap(({ scopes }) => scopes);
  return application.scopes.filter((scope) => !held.includes(scope) && !application.incidentalScopes.includes(scope));
}

/** What can differ between two entitlements, besides their scopes. */
export type Field = Exclude<keyof Draft, 'key' | 'scopes'>;

/** One line of a difference: a scope, or a whole entitlement, that comes or goes; or a member that is another. */
export type Change = { key: string; position: number } & (
  | { sign: '+' | '−'; what: string; scopes?: readonly string[] }
  | { sign: '±'; field: Field; from: Draft; to: Draft }
);

/** What saving would change, where it is known which draft was made from which entitlement. */
export function changesOf(
  before: readonly Entitlement[],
  drafts: readonly Draft[],
  sources: ReadonlyMap<string, number>,
): Change[] {
  const kept = new Set(drafts.map(({ key }) => sources.get(key)));
  const gone = before.flatMap(({ application, scopes }, index): Change[] =>
    kept.has(index) ? [] : [{ key: `gone-${index}`, sign: '−', position: index + 1, what: application, scopes }],
  );
  return [
    ...gone,
    ...drafts.flatMap((draft, index) => changesIn(before[sources.get(draft.key) ?? -1], draft, index + 1)),
  ];
}

/** The same where it is not known: what is equal belongs together, then what is of one application, in its order. */
export function differenceOf(before: readonly Entitlement[], after: readonly Entitlement[]): Change[] {
  const drafts = after.map(draftOf);
  const sources = new Map<string, number>();
  const free = new Set(before.keys());
  const isEqual = (one: Entitlement, other: Entitlement) => JSON.stringify(one) === JSON.stringify(other);
  const isOfOneApplication = (one: Entitlement, other: Entitlement) => one.application === other.application;
  for (const belongs of [isEqual, isOfOneApplication]) {
    for (const [index, entitlement] of after.entries()) {
      const key = drafts[index]?.key ?? '';
      const source = [...free].find((each) => belongs(before[each] as Entitlement, entitlement));
      if (sources.has(key) || source === undefined) continue;
      sources.set(key, source);
      free.delete(source);
    }
  }
  return changesOf(before, drafts, sources);
}

function changesIn(old: Entitlement | undefined, draft: Draft, position: number): Change[] {
  if (!old) return [{ key: `new-${position}`, sign: '+', position, what: draft.application, scopes: draft.scopes }];
  const line = (sign: '+' | '−', what: string): Change => ({ key: `${position}${sign}${what}`, sign, position, what });
  const was = draftOf(old);
  const moved = (Object.keys(was) as (keyof Draft)[]).filter(
    (name): name is Field =>
      name !== 'key' && name !== 'scopes' && JSON.stringify(was[name]) !== JSON.stringify(draft[name]),
  );
  return [
    ...old.scopes.filter((scope) => !draft.scopes.includes(scope)).map((scope) => line('−', scope)),
    ...draft.scopes.filter((scope) => !old.scopes.includes(scope)).map((scope) => line('+', scope)),
    ...moved.map(
      (field): Change => ({ key: `${position}±${field}`, sign: '±', position, field, from: was, to: draft }),
    ),
  ];
}

const personText = ({ userId, unionId, corpId }: Persons[number]): string =>
  `${userId ?? `unionId:${unionId}`}${corpId ? `@${corpId}` : ''}`;

function personOf(text: string): Persons[number] {
  const at = text.lastIndexOf('@');
  const [id, corpId] = at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
  const who = id.startsWith('unionId:') ? { unionId: id.slice('unionId:'.length) } : { userId: id };
  return { ...who, ...(corpId && { corpId }) };
}

function localDay(at: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
