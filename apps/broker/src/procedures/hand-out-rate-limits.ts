import type { AuditLog } from '@app/audit';
import type { HandOutRates, PolicyCandidate, RateLimit } from '@app/callers';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import { LRUCache } from 'lru-cache';
import type { HandOutAsk } from './hand-out-lane.js';

/** How often refusals under one entitlement are recorded at most, by each replica. Milliseconds. */
const RECORDED_EVERY_MS = 60_000;
const ENTITLEMENTS_REMEMBERED = 10_000;

type LimitedCandidate = PolicyCandidate & { readonly rate: NonNullable<PolicyCandidate['rate']> };

/** What one request took from the rates of the entitlements it may fall under. */
export interface Charge {
  /** Keeps what was taken under that rule, since something left under it, and gives the rest back. Null: nothing left. */
  settle(rule: string | null): void;
}

/**
 * How often something leaves under an entitlement. Asked before the statement, because what has left cannot be taken back; which grant is
 * picked is known only afterwards, so a request that names no application needs room under each entitlement it may fall under, and
 * what was not used is given back. A request that is refused for another reason counts for nothing.
 *
 * Refusals are recorded once a minute for each entitlement, with their number, rather than one by one as others are: a caller that ignores
 * them asks as fast as it can, and would fill the trail with what tells nobody anything new.
 */
export class HandOutRateLimits {
  private readonly refusals = new LRUCache<string, { recordedAt: number; unrecorded: number }>({
    max: ENTITLEMENTS_REMEMBERED,
  });

  constructor(
    private readonly rates: HandOutRates,
    private readonly database: Database,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Undefined if it does not fit by a policy that was remembered: judge again, by one that was just read. What the rates remember of
   * themselves is a second old at most, and is believed. Throws `rate_limited`.
   */
  async charge(ask: HandOutAsk, callerName: string, policyIsFresh: boolean): Promise<Charge | undefined> {
    const taken = ask.candidates
      .filter(isLimited)
      .map((candidate) => ({ candidate, limits: limitsOf(ask, candidate) }));
    const answer = await this.rates.take(taken.flatMap(({ limits }) => limits));
    if (answer.fits) return new TakenCharge(this.rates, taken);
    if (!answer.remembered && !policyIsFresh) return undefined;
    await this.record(ask, callerName, answer.limit);
    throw BrokerError.rateLimited(Math.max(1, Math.ceil(answer.retryInMs / 1_000)));
  }

  private async record(ask: HandOutAsk, callerName: string, limit: RateLimit): Promise<void> {
    const rule = `${callerName}/${limit.position}`;
    const key = `${ask.callerId}/${limit.position}`;
    const now = performance.now();
    const before = this.refusals.get(key) ?? { recordedAt: Number.NEGATIVE_INFINITY, unrecorded: 0 };
    const refused = before.unrecorded + 1;
    if (now < before.recordedAt + RECORDED_EVERY_MS) {
      this.refusals.set(key, { ...before, unrecorded: refused });
      return;
    }
    this.refusals.set(key, { recordedAt: now, unrecorded: 0 });
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'handout.rate_limited',
        outcome: 'rate_limited',
        actor: `caller:${callerName}`,
        requestId: ask.requestId,
        callerId: ask.callerId,
        corpId: ask.corpId,
        userId: ask.userId,
        unionId: ask.unionId,
        scopes: ask.scopes,
        details: { rule, perSecond: limit.perSecond, ofOnePerson: limit.person !== '', refused },
      }),
    );
  }
}

/** Does any entitlement that the request may fall under have a rate? */
export function isRateLimited({ candidates }: HandOutAsk): boolean {
  return candidates.some(isLimited);
}

function isLimited(candidate: PolicyCandidate): candidate is LimitedCandidate {
  return candidate.rate !== null;
}

function limitsOf({ callerId, userId, unionId }: HandOutAsk, { corpId, rate }: LimitedCandidate): RateLimit[] {
  const { position, perSecond, personPerSecond } = rate;
  const person = userId === null ? `unionId ${unionId}` : `userId ${corpId} ${userId}`;
  return [
    ...(perSecond === null ? [] : [{ callerId, position, person: '', perSecond }]),
    ...(personPerSecond === null ? [] : [{ callerId, position, person, perSecond: personPerSecond }]),
  ];
}

class TakenCharge implements Charge {
  constructor(
    private readonly rates: HandOutRates,
    private taken: readonly { readonly candidate: LimitedCandidate; readonly limits: readonly RateLimit[] }[],
  ) {}

  settle(rule: string | null): void {
    this.rates.giveBack(this.taken.flatMap(({ candidate, limits }) => (candidate.rule === rule ? [] : limits)));
    this.taken = [];
  }
}
