import {
  type Caller,
  type CommonPolicy,
  type Entitlement,
  type Judgement,
  judge,
  type PolicyQuestion,
} from '@app/callers';
import type { ReachResponse } from '@app/contract';
import type { GrantEntity } from '@app/vault';
import { subjectBodyOf } from './explain-policy.js';

/** The person, at one place. */
interface PersonAt {
  readonly application: string;
  readonly corpId: string;
  readonly unionId: string;
  readonly userId: string | null;
}

interface Reaching {
  /** Undefined: there is none yet. */
  readonly grant: GrantEntity | undefined;
  readonly caller: Caller;
  readonly entitlement: Entitlement;
  readonly policy: CommonPolicy;
  readonly now: Date;
  readonly lastHandoutAt: Date | null;
}

/** What one entitlement means for one person at one place. What is suspended and how wide a token may be is `judge`'s to say. */
export function reachAt(person: PersonAt, reaching: Reaching): ReachResponse {
  const { grant, caller, entitlement, policy, now, lastHandoutAt } = reaching;
  const asking = { person, deliveries: entitlement.delivery, now };
  const alone = judgements({ ...caller, entitlements: [entitlement] }, policy, asking);
  const blocking = alone.every(({ allowed }) => !allowed) ? alone.find((each) => 'subject' in each) : undefined;
  return {
    caller: { id: caller.id, name: caller.name, disabled: caller.disabledAt !== null },
    rule: `${caller.name}/${entitlement.position}`,
    application: person.application,
    corpId: person.corpId,
    userId: person.userId,
    grant: grant
      ? {
          id: grant.id,
          state: grant.state as NonNullable<ReachResponse['grant']>['state'],
          scopes: grant.scopes,
          observedAt: grant.observedAt?.toISOString() ?? null,
        }
      : null,
    scopes: [...entitlement.scopes],
    delivery: [...entitlement.delivery],
    purposeRequired: entitlement.purposeRequired,
    expiresAt: entitlement.expiresAt?.toISOString() ?? null,
    ...(entitlement.delivery.includes('token') ? widthOf(person, reaching) : { rawToken: null, beyond: [] }),
    suspended: blocking && 'subject' in blocking ? subjectBodyOf(blocking.subject) : null,
    lastHandoutAt: lastHandoutAt?.toISOString() ?? null,
  };
}

/** Would a raw token leave? All of the caller's entitlements there count together, as they do at the hand-out. */
function widthOf(
  person: PersonAt,
  { grant, caller, policy, now }: Reaching,
): Pick<ReachResponse, 'rawToken' | 'beyond'> {
  const carried = grant?.scopes ?? policy.applications.get(person.application)?.scopes ?? [];
  const asking = { person, deliveries: ['token'], now } as const;
  const [widest] = judgements({ ...caller, disabledAt: null }, unsuspended(policy), asking)
    .flatMap((judgement) => (judgement.allowed ? judgement.candidates : []))
    .map(({ wholeToken, mayHold, barred }) => ({
      barred,
      beyond: wholeToken ? [] : carried.filter((scope) => !mayHold.includes(scope)).sort(),
    }))
    .sort((a, b) => a.beyond.length - b.beyond.length);
  if (!widest) return { rawToken: null, beyond: [] };
  if (grant && grant.observedAt === null) return { rawToken: 'not_observed', beyond: [] };
  if (carried.some((scope) => widest.barred.includes(scope))) return { rawToken: 'suspended_scope', beyond: [] };
  return { rawToken: widest.beyond.length > 0 ? 'too_broad' : 'leaves', beyond: widest.beyond };
}

/** As it will be once applications and organisations go on; suspended scopes are a matter of width. */
function unsuspended({ applications, suspensions }: CommonPolicy): CommonPolicy {
  const running = [...applications.values()].map((each) => [each.name, { ...each, suspendedAt: null }] as const);
  return { applications: new Map(running), suspensions: suspensions.filter(({ kind }) => kind === 'scope') };
}

/** Under each id and delivery a request may use. No scope is named, so that none of them decides, and a purpose is. */
function judgements(
  caller: Caller,
  policy: CommonPolicy,
  { person, deliveries, now }: { person: PersonAt; deliveries: Entitlement['delivery']; now: Date },
): Judgement[] {
  const { application, corpId, unionId, userId } = person;
  const ids: Pick<PolicyQuestion, 'unionId' | 'userId'>[] = [
    { unionId, userId: undefined },
    ...(userId === null ? [] : [{ unionId: undefined, userId }]),
  ];
  return ids.flatMap((id) =>
    deliveries.map((delivery) =>
      judge(caller, policy, { application, corpId, ...id, scopes: [], delivery, purpose: '' }, now),
    ),
  );
}
