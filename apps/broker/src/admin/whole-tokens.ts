import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '@app/callers';
import type { EntitlementBody } from '@app/contract';
import { BrokerError } from '@app/errors';
import type { FreshSignIn } from '../access/fresh-sign-in.js';
import { mayDo } from '../access/operators.js';
import type { Act } from './act.js';
import { entitlementOf } from './entitlement-drafts.js';

const PERMISSION = 'callers:whole-token';

/** Who may give a caller raw tokens of any width, which is the one way around the limit on what a token carries. */
export class WholeTokens {
  constructor(private readonly freshSignIn: FreshSignIn) {}

  /**
   * What the caller has already may be written again by anybody who writes callers. Throws `forbidden` or `fresh_sign_in_required`
   * for more than that.
   */
  demand(given: readonly EntitlementBody[], before: Caller['entitlements'], { operator }: Act): void {
    const isMore = given
      .map(entitlementOf)
      .some((draft) => draft.wholeToken && !before.some((entitlement) => covers(entitlement, draft)));
    if (!isMore) return;
    if (!mayDo(operator, PERMISSION)) {
      throw new BrokerError('forbidden', {
        detail: 'Raw tokens of any width are for an owner to give.',
        members: { permission: PERMISSION },
      });
    }
    this.freshSignIn.demand(operator);
  }
}

type Draft = ReturnType<typeof entitlementOf>;

function covers(before: Draft, given: Draft): boolean {
  return (
    before.wholeToken &&
    before.application === given.application &&
    given.scopes.every((scope) => before.scopes.includes(scope)) &&
    given.delivery.every((way) => before.delivery.includes(way)) &&
    isDeepStrictEqual(before.people, given.people) &&
    endOf(before) >= endOf(given)
  );
}

function endOf({ expiresAt }: Draft): number {
  return expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
}
