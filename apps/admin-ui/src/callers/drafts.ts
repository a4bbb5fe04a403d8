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

/** One line of what saving would change. */
export interface Change {
  key: string;
  sign: '+' | '−' | '±';
  position: number;
  /** What was added or taken; empty for the whole entitlement. */
  what: string;
}

/** Drafts keep the order of what they were made from, so that a difference is read by position. */
export function changesOf(
  before: readonly Entitlement[],
  drafts: readonly Draft[],
  sources: ReadonlyMap<string, number>,
): Change[] {
  const kept = new Set(drafts.map(({ key }) => sources.get(key)));
  const gone = before.flatMap(({ application }, index): Change[] =>
    kept.has(index) ? [] : [{ key: `gone-${index}`, sign: '−', position: index + 1, what: application }],
  );
  const others = drafts.flatMap((draft, index): Change[] => {
    const source = sources.get(draft.key);
    const old = source === undefined ? undefined : before[source];
    if (!old) return [{ key: draft.key, sign: '+', position: index + 1, what: draft.application }];
    const line = (sign: Change['sign'], what: string) => ({
      key: `${draft.key}${sign}${what}`,
      sign,
      position: index + 1,
      what,
    });
    const was = draftOf(old);
    const moved = (Object.keys(was) as (keyof Draft)[]).filter(
      (name) => name !== 'key' && name !== 'scopes' && JSON.stringify(was[name]) !== JSON.stringify(draft[name]),
    );
    return [
      ...old.scopes.filter((scope) => !draft.scopes.includes(scope)).map((scope) => line('−', scope)),
      ...draft.scopes.filter((scope) => !old.scopes.includes(scope)).map((scope) => line('+', scope)),
      ...moved.map((name) => line('±', name)),
    ];
  });
  return [...gone, ...others];
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
