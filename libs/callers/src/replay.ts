import type { Caller, Entitlement } from './caller.js';
import { judge, type PolicyApplication, type PolicyQuestion } from './judge.js';

/** Something that left, as the trail remembers it. */
export interface PastHandout {
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string | null;
  /** Of a raw token all that it carried, asked for or not. */
  readonly scopes: readonly string[];
  readonly delivery: 'token' | 'handle' | 'gateway';
  readonly hasPurpose: boolean;
}

export type ReplayVerdict =
  | { readonly verdict: 'allowed' }
  | { readonly verdict: 'refused'; readonly rule: string }
  /** A raw token that carried scopes which would be taken away; whether they were asked for is not remembered. */
  | { readonly verdict: 'unclear' };

/**
 * Whether hand-outs would leave again if the caller had these entitlements, asked for now by whoever is there. Suspensions, rates and a disabled
 * caller are left out of it: they are not what is being changed. A person counts under either id.
 */
export function replaying(
  caller: Caller,
  entitlements: readonly Entitlement[],
  applications: ReadonlyMap<string, PolicyApplication>,
  now: Date,
): (handout: PastHandout) => ReplayVerdict {
  const policy = {
    applications: new Map([...applications].map(([name, each]) => [name, { ...each, suspendedAt: null }])),
    suspensions: [],
  };
  const answer = (given: readonly Entitlement[], handout: PastHandout, scopes: readonly string[]) =>
    judge({ ...caller, disabledAt: null, entitlements: given }, policy, questionOf(handout, scopes), now);

  return (handout) => {
    if (handout.delivery !== 'token') {
      const judgement = answer(entitlements, handout, handout.scopes);
      return judgement.allowed ? { verdict: 'allowed' } : { verdict: 'refused', rule: judgement.rule };
    }
    // Which scopes were asked for is not remembered. What refuses them all refused it for certain, and so does what it carried too much.
    const judgement = answer(entitlements, handout, []);
    if (!judgement.allowed) return { verdict: 'refused', rule: judgement.rule };
    const isTooBroad = judgement.candidates.every(
      ({ wholeToken, mayHold }) => !wholeToken && handout.scopes.some((scope) => !mayHold.includes(scope)),
    );
    if (isTooBroad) return { verdict: 'refused', rule: 'token_too_broad' };
    const askable = caller.entitlements
      .map((each) => ({ each, scopes: handout.scopes.filter((scope) => each.scopes.includes(scope)) }))
      .filter(({ each, scopes }) => scopes.length > 0 && answer([each], handout, scopes).allowed);
    const isKept = askable.every(({ scopes }) => answer(entitlements, handout, scopes).allowed);
    return { verdict: isKept ? 'allowed' : 'unclear' };
  };
}

function questionOf(handout: PastHandout, scopes: readonly string[]): PolicyQuestion {
  return {
    application: handout.application,
    corpId: handout.corpId,
    userId: handout.userId ?? undefined,
    unionId: handout.unionId ?? undefined,
    scopes,
    delivery: handout.delivery === 'token' ? 'token' : 'handle',
    purpose: handout.hasPurpose ? 'as it was' : undefined,
  };
}
