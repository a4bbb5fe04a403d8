import { LRUCache } from 'lru-cache';
import { type Given, keyOf, type RateLimit } from './rate-buckets.js';

/** Rates of which this replica remembers what it took; of the others it takes anew. */
const RATES_REMEMBERED = 20_000;
/** What was taken ahead and not used counts for nothing after this long, so that no replica saves up. Milliseconds. */
const KEPT_MS = 1_000;
/** A replica asks for a rate that is exhausted no sooner than this, and no later; a rate that was raised is felt by then. Milliseconds. */
const ASK_AGAIN_MS = { soonest: 50, latest: 1_000 };
/** Of what a replica used within the last second, this share is taken ahead. */
const AHEAD = 0.1;

export interface TakesPermits {
  /** Of each at most as many as wanted, in the order given. */
  take(wanted: readonly { readonly limit: RateLimit; readonly permits: number }[]): Promise<readonly Given[]>;
}

/** Whether a hand-out fits into a rate. */
export type RateAnswer =
  | { readonly fits: true }
  | {
      readonly fits: false;
      readonly limit: RateLimit;
      readonly retryInMs: number;
      /** Known from an earlier question, so it may be out of date by a second. */
      readonly remembered: boolean;
    };

/** What this replica holds of one rate. */
interface Held {
  perSecond: number;
  permits: number;
  keptUntil: number;
  /** Until when nobody asks again, and when there will be one. */
  exhaustedUntil: number;
  nextAt: number;
  /** Uses within this second and the one before. */
  used: number;
  usedBefore: number;
  secondSince: number;
}

interface Waiting {
  readonly limit: RateLimit;
  readonly held: Held;
  resolve(answer: RateAnswer): void;
  reject(cause: unknown): void;
}

const FITS = { fits: true } as const;

/**
 * Hand-outs per second, counted over all replicas. Each takes from shared buckets in blocks of a tenth of what it used within the last
 * second, so a busy replica asks about ten times a second and an idle one takes nothing ahead; a replica that has just started finds the
 * buckets as the others left them. One question is under way at a time, for all rates that are asked for meanwhile.
 */
export class HandOutRates {
  private readonly held = new LRUCache<string, Held>({ max: RATES_REMEMBERED });
  private waiting: Waiting[] = [];
  private asking = false;

  constructor(private readonly buckets: TakesPermits) {}

  /** Takes one of each, or nothing. Throws what the database did: without an answer nothing fits. */
  async take(limits: readonly RateLimit[]): Promise<RateAnswer> {
    const taken: RateLimit[] = [];
    for (const limit of limits) {
      const answer = await this.takeOne(limit).catch((cause: unknown) => {
        this.giveBack(taken);
        throw cause;
      });
      if (!answer.fits) {
        this.giveBack(taken);
        return answer;
      }
      taken.push(limit);
    }
    return FITS;
  }

  /** What was taken and did not lead to a hand-out. */
  giveBack(limits: readonly RateLimit[]): void {
    for (const limit of limits) {
      const held = this.held.get(keyOf(limit));
      if (!held) continue;
      held.permits += 1;
      held.used -= 1;
    }
  }

  private async takeOne(limit: RateLimit): Promise<RateAnswer> {
    const now = performance.now();
    const held = this.heldOf(limit, now);
    if (held.permits > 0 && now < held.keptUntil) {
      held.permits -= 1;
      held.used += 1;
      return FITS;
    }
    if (now < held.exhaustedUntil) {
      return { fits: false, limit, retryInMs: Math.max(0, held.nextAt - now), remembered: true };
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ limit, held, resolve, reject });
      void this.ask();
    });
  }

  private heldOf(limit: RateLimit, now: number): Held {
    const key = keyOf(limit);
    const known = this.held.get(key);
    if (known && known.perSecond === limit.perSecond) {
      if (now >= known.secondSince + 1_000) {
        known.usedBefore = now < known.secondSince + 2_000 ? known.used : 0;
        known.used = 0;
        known.secondSince = now;
      }
      return known;
    }
    const fresh = { permits: 0, keptUntil: 0, exhaustedUntil: 0, nextAt: 0, used: 0, usedBefore: 0, secondSince: now };
    const held = { ...fresh, perSecond: limit.perSecond };
    this.held.set(key, held);
    return held;
  }

  /** For everything that waits, in one question after the other. */
  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    while (this.waiting.length > 0) {
      const groups = byLimit(this.waiting);
      this.waiting = [];
      try {
        const answers = await this.buckets.take(groups.map(wantedOf));
        for (const [index, group] of groups.entries()) serve(group, answers[index] ?? { given: 0, nextInMs: 0 });
      } catch (cause) {
        for (const { reject } of groups.flat()) reject(cause);
      }
    }
    this.asking = false;
  }
}

type Group = readonly [Waiting, ...Waiting[]];

function byLimit(waiting: readonly Waiting[]): Group[] {
  const groups = new Map<string, [Waiting, ...Waiting[]]>();
  for (const each of waiting) {
    const group = groups.get(keyOf(each.limit));
    if (group) group.push(each);
    else groups.set(keyOf(each.limit), [each]);
  }
  return [...groups.values()];
}

function wantedOf(group: Group): { limit: RateLimit; permits: number } {
  const [{ limit, held }] = group;
  return { limit, permits: group.length + Math.floor(Math.max(held.used, held.usedBefore) * AHEAD) };
}

function serve(group: Group, { given, nextInMs }: Given): void {
  const now = performance.now();
  const [{ held }] = group;
  held.permits = Math.max(0, given - group.length);
  held.keptUntil = now + KEPT_MS;
  for (const [index, { limit, resolve }] of group.entries()) {
    if (index < given) {
      held.used += 1;
      resolve(FITS);
    } else {
      held.nextAt = now + nextInMs;
      held.exhaustedUntil = now + Math.max(ASK_AGAIN_MS.soonest, Math.min(nextInMs, ASK_AGAIN_MS.latest));
      resolve({ fits: false, limit, retryInMs: nextInMs, remembered: false });
    }
  }
}
