import type { Caller, Entitlement } from './caller.js';
import { type CommonPolicy, type Judgement, judge, type PolicyCandidate, type PolicyQuestion } from './judge.js';

/** On what an entitlement can fail a request, in the order in which it is looked at. */
export const entitlementDimensions = [
  'application',
  'expiry',
  'delivery',
  'scopes',
  'purpose',
  'suspension',
  'organisation',
  'people',
] as const;
export type EntitlementDimension = (typeof entitlementDimensions)[number];

/** What one entitlement alone would have answered. */
interface EntitlementVerdict {
  readonly position: number;
  readonly application: string;
  /** Null: it allows the request. */
  readonly failsOn: EntitlementDimension | null;
  /** Scopes asked for beyond it. */
  readonly missingScopes: readonly string[];
}

interface ExplainedCandidate extends PolicyCandidate {
  /** Declared by the application, so that DingTalk puts them into its tokens, and more than a raw token may carry: `token_too_broad`. */
  readonly beyond: readonly string[];
}

export interface Explanation {
  readonly judgement: Exclude<Judgement, { allowed: true }> | { readonly allowed: true };
  readonly candidates: readonly ExplainedCandidate[];
  /** As if the caller were not disabled, so that one look tells whether enabling it is enough. */
  readonly entitlements: readonly EntitlementVerdict[];
}

const dimensionOfRule = {
  delivery: 'delivery',
  scopes: 'scopes',
  purpose_required: 'purpose',
  suspended: 'suspension',
  people: 'people',
  union_id_required: 'organisation',
  corp_id_required: 'organisation',
  corp_id_required_with_user_id: 'organisation',
  other_organisation: 'organisation',
} as const satisfies Record<string, EntitlementDimension>;

/**
 * Why a request would be allowed or not. There is no second opinion in here: every answer is `judge`'s, of the caller as it is and of the
 * caller with one entitlement alone. That adds up, because a request is allowed exactly if one entitlement alone allows it.
 */
export function explain(caller: Caller, policy: CommonPolicy, question: PolicyQuestion, now: Date): Explanation {
  const judgement = judge(caller, policy, question, now);
  const entitlements = caller.entitlements.map((entitlement) => ({
    position: entitlement.position,
    application: entitlement.application,
    failsOn: failingDimension(caller, entitlement, policy, question, now),
    missingScopes: question.scopes.filter((scope) => !entitlement.scopes.includes(scope)),
  }));
  if (!judgement.allowed) return { judgement, candidates: [], entitlements };
  const candidates = judgement.candidates.map((candidate) => ({ ...candidate, beyond: beyondOf(candidate, policy) }));
  return { judgement: { allowed: true }, candidates, entitlements };
}

function failingDimension(
  caller: Caller,
  entitlement: Entitlement,
  policy: CommonPolicy,
  question: PolicyQuestion,
  now: Date,
): EntitlementDimension | null {
  const alone = (each: Entitlement) =>
    judge({ ...caller, disabledAt: null, entitlements: [each] }, policy, question, now);
  const judgement = alone(entitlement);
  if (judgement.allowed) return null;
  if (judgement.rule !== 'no_entitlement') return dimensionOfRule[judgement.rule];
  const lasting = alone({ ...entitlement, expiresAt: null });
  return !lasting.allowed && lasting.rule === 'no_entitlement' ? 'application' : 'expiry';
}

/** What a raw token of everything the application declares carries beyond what may be held; nothing if any width may. */
function beyondOf({ application, mayHold, wholeToken }: PolicyCandidate, { applications }: CommonPolicy): string[] {
  if (wholeToken) return [];
  return (applications.get(application)?.scopes ?? []).filter((scope) => !mayHold.includes(scope)).sort();
}
