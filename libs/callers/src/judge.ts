import type { Caller, Delivery, Entitlement, People } from './caller.js';
import { type SuspensionSubject, suspensionIn } from './suspension.js';

/** What the judgement needs to know of an application, and what DingTalk knows it by. */
export interface PolicyApplication {
  readonly name: string;
  readonly clientId: string;
  readonly kind: 'internal' | 'isv' | 'personal';
  readonly corpId: string | null;
  readonly scopes: readonly string[];
  readonly incidentalScopes: readonly string[];
  readonly suspendedAt: Date | null;
}

/** All of the policy that is not one caller's own. */
export interface CommonPolicy {
  readonly applications: ReadonlyMap<string, PolicyApplication>;
  /** Those that hold. */
  readonly suspensions: readonly SuspensionSubject[];
}

export interface PolicyQuestion {
  readonly application: string | undefined;
  readonly corpId: string | undefined;
  readonly userId: string | undefined;
  readonly unionId: string | undefined;
  readonly scopes: readonly string[];
  readonly delivery: Delivery;
  readonly purpose: string | undefined;
}

/** One place where a grant may be looked for, and how wide a token from there may be. */
export interface PolicyCandidate {
  readonly application: string;
  readonly corpId: string;
  /** The entitlement that allows it, as `<caller>/<position>`. */
  readonly rule: string;
  /** Everything a raw token may carry: all the caller is entitled to there, and what is incidental. */
  readonly mayHold: readonly string[];
  /** A raw token of any width is allowed, up to what is barred. */
  readonly wholeToken: boolean;
  /** Suspended scopes: a raw token that carries one of them does not leave, however wide a token may be. */
  readonly barred: readonly string[];
  /** How often the entitlement lets something leave; null, as nearly always: as often as it is asked for. */
  readonly rate: PolicyRate | null;
}

/** Hand-outs per second. */
interface PolicyRate {
  /** Of the entitlement. */
  readonly position: number;
  readonly perSecond: number | null;
  /** For any one person. */
  readonly personPerSecond: number | null;
}

/** What is suspended, where that is what stands in the way. */
export type SuspendedSubject =
  | SuspensionSubject
  | { readonly kind: 'caller' }
  | { readonly kind: 'application'; readonly application: string };

/** In the order in which they are looked at: the first that leaves no entitlement decides. */
type ForbiddingRule = 'no_entitlement' | 'delivery' | 'scopes' | 'purpose_required' | 'people';

export type Judgement =
  | { readonly allowed: true; readonly candidates: readonly PolicyCandidate[] }
  | { readonly allowed: false; readonly code: 'forbidden_by_policy'; readonly rule: ForbiddingRule }
  | {
      readonly allowed: false;
      readonly code: 'forbidden_by_policy';
      readonly rule: 'suspended';
      readonly subject: SuspendedSubject;
    }
  | { readonly allowed: false; readonly code: 'invalid_request'; readonly rule: UnplaceableRule };

/** Why an allowed request cannot be placed in an organisation, and which member of it to mend. */
export const unplaceable = {
  union_id_required: {
    pointer: '/unionId',
    reason: 'a personal application has no organisation: name the person by unionId',
  },
  corp_id_required: { pointer: '/corpId', reason: 'required: this application serves several organisations' },
  corp_id_required_with_user_id: { pointer: '/corpId', reason: 'required with userId when no application is named' },
  other_organisation: { pointer: '/corpId', reason: 'the application does not serve this organisation' },
} as const;
export type UnplaceableRule = keyof typeof unplaceable;

/** The organisation of a personal application. */
const NO_ORGANISATION = '-';

/**
 * May this caller ask this? Judged from the caller's entitlements, the applications and what is suspended, before the vault is
 * asked: what a caller may not see looks the same whether it exists or not.
 */
export function judge(caller: Caller, policy: CommonPolicy, question: PolicyQuestion, now: Date): Judgement {
  if (caller.disabledAt) return suspended({ kind: 'caller' });
  const named = question.application;
  const entitled = caller.entitlements.filter(
    (entitlement) => (named === undefined || entitlement.application === named) && !hasExpired(entitlement, now),
  );
  if (entitled.length === 0) return forbidden('no_entitlement');
  const delivering = entitled.filter(({ delivery }) => delivery.includes(question.delivery));
  if (delivering.length === 0) return forbidden('delivery');
  const covering = delivering.filter(({ scopes }) => question.scopes.every((scope) => scopes.includes(scope)));
  if (covering.length === 0) return forbidden('scopes');
  const purposeful = covering.filter(({ purposeRequired }) => !purposeRequired || question.purpose !== undefined);
  if (purposeful.length === 0) return forbidden('purpose_required');
  const running = purposeful.filter(({ application }) => policy.applications.get(application)?.suspendedAt === null);
  if (running.length === 0) return suspended({ kind: 'application', application: purposeful[0]?.application ?? '' });
  const barred = policy.suspensions.flatMap((each) => (each.kind === 'scope' ? [each.scope] : []));
  const scope = question.scopes.find((each) => barred.includes(each));
  if (scope !== undefined) return suspended({ kind: 'scope', scope });
  return place(caller, policy, question, running, delivering, barred);
}

function place(
  caller: Caller,
  { applications, suspensions }: CommonPolicy,
  question: PolicyQuestion,
  entitlements: readonly Entitlement[],
  delivering: readonly Entitlement[],
  barred: readonly string[],
): Judgement {
  const candidates = new Map<string, PolicyCandidate>();
  let misplaced: Judgement | undefined;
  let stopped: Judgement | undefined;
  for (const entitlement of entitlements) {
    const application = applications.get(entitlement.application);
    if (!application) continue;
    const where = organisationOf(application, question);
    if ('rule' in where) {
      misplaced ??= { allowed: false, code: 'invalid_request', ...where };
      continue;
    }
    if (!reaches(entitlement.people, where.corpId, question)) continue;
    const suspension = suspensionIn(suspensions, application.name, where.corpId);
    if (suspension) {
      stopped ??= suspended(suspension);
      continue;
    }
    // Two entitlements for one application add up: together they say how wide a raw token may be.
    const same = delivering.filter(
      (other) => other.application === application.name && reaches(other.people, where.corpId, question),
    );
    const first = candidates.get(application.name);
    candidates.set(application.name, {
      application: application.name,
      corpId: where.corpId,
      rule: first?.rule ?? `${caller.name}/${entitlement.position}`,
      mayHold: [...new Set([...same.flatMap(({ scopes }) => scopes), ...application.incidentalScopes])],
      wholeToken: same.some(({ wholeToken }) => wholeToken),
      barred,
      rate: first ? first.rate : rateOf(entitlement),
    });
  }
  if (candidates.size > 0) return { allowed: true, candidates: [...candidates.values()] };
  return stopped ?? misplaced ?? forbidden('people');
}

/** In which organisation to look; contract, "Rules of a request". */
function organisationOf(
  application: PolicyApplication,
  { application: named, corpId, userId, unionId }: PolicyQuestion,
): { corpId: string } | { rule: UnplaceableRule } {
  switch (application.kind) {
    case 'personal':
      if (unionId === undefined) return { rule: 'union_id_required' };
      if (corpId !== undefined && corpId !== NO_ORGANISATION) return { rule: 'other_organisation' };
      return { corpId: NO_ORGANISATION };
    case 'isv':
      return corpId === undefined ? { rule: 'corp_id_required' } : { corpId };
    case 'internal':
      if (named === undefined && corpId === undefined && userId !== undefined) {
        return { rule: 'corp_id_required_with_user_id' };
      }
      if (corpId !== undefined && corpId !== application.corpId) return { rule: 'other_organisation' };
      return { corpId: application.corpId ?? NO_ORGANISATION };
  }
}

/** Does an entitlement reach this person? A listed person counts under an id that is given; a handle gives both. */
export function reaches(
  people: People,
  corpId: string,
  { userId, unionId }: Pick<PolicyQuestion, 'userId' | 'unionId'>,
): boolean {
  if ('all' in people) return true;
  if ('organisations' in people) return people.organisations.includes(corpId);
  return people.persons.some(
    (person) =>
      (person.corpId === undefined || person.corpId === corpId) &&
      ((userId !== undefined && person.userId === userId) || (unionId !== undefined && person.unionId === unionId)),
  );
}

function rateOf({ position, ratePerSecond, personRatePerSecond }: Entitlement): PolicyRate | null {
  if (ratePerSecond === null && personRatePerSecond === null) return null;
  return { position, perSecond: ratePerSecond, personPerSecond: personRatePerSecond };
}

export function hasExpired({ expiresAt }: Entitlement, now: Date): boolean {
  return expiresAt !== null && expiresAt <= now;
}

function forbidden(rule: ForbiddingRule): Judgement {
  return { allowed: false, code: 'forbidden_by_policy', rule };
}

function suspended(subject: SuspendedSubject): Judgement {
  return { allowed: false, code: 'forbidden_by_policy', rule: 'suspended', subject };
}
