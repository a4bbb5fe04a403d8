import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HandOutRates } from './hand-out-rates.js';
import type { Given, RateLimit } from './rate-buckets.js';

const limitOf = (change: Partial<RateLimit> = {}): RateLimit => ({
  callerId: 'c1',
  position: 1,
  person: '',
  perSecond: 10,
  ...change,
});

/** Buckets as the database keeps them, on the faked clock. */
class Buckets {
  readonly questions: { person: string; permits: number }[][] = [];
  trouble: Error | undefined;
  private readonly busyUntil = new Map<string, number>();

  async take(wanted: readonly { readonly limit: RateLimit; readonly permits: number }[]): Promise<Given[]> {
    this.questions.push(wanted.map(({ limit, permits }) => ({ person: limit.person, permits })));
    if (this.trouble) throw this.trouble;
    return wanted.map(({ limit: { callerId, position, person, perSecond }, permits }) => {
      const now = performance.now();
      const each = 1_000 / perSecond;
      const ahead = Math.max(1_000, each);
      const key = `${callerId} ${position} ${person}`;
      const busy = Math.min(Math.max(this.busyUntil.get(key) ?? 0, now), now + ahead);
      const given = Math.min(permits, Math.max(0, Math.floor((now + ahead - busy) / each + 1e-6)));
      const until = busy + each * given;
      this.busyUntil.set(key, until);
      return { given, nextInMs: Math.max(0, until + each - ahead - now) };
    });
  }
}

/** On jest's clock: no test here takes as long as it tells of. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe(HandOutRates.name, () => {
  let buckets: Buckets;
  beforeEach(() => {
    jest.useFakeTimers();
    buckets = new Buckets();
  });
  afterEach(() => void jest.useRealTimers());

  /** Everybody tries once every millisecond for so long; how many got through. */
  const storm = async (replicas: readonly HandOutRates[], limits: readonly RateLimit[], ms: number) => {
    let through = 0;
    for (let at = 0; at < ms; at += 1) {
      for (const rates of replicas) {
        void rates.take(limits).then(({ fits }) => {
          if (fits) through += 1;
        });
      }
      await pass(1);
    }
    return through;
  };

  it.each([1, 3, 8])(
    'lets no more through than the rate and one second’s worth ahead, on %i replicas',
    async (count) => {
      const replicas = Array.from({ length: count }, () => new HandOutRates(buckets));
      const through = await storm(replicas, [limitOf({ perSecond: 20 })], 5_000);
      expect(through).toBeLessThanOrEqual(20 * 6);
      expect(through).toBeGreaterThan(20 * 4);
    },
  );

  it('gives a replica that has just started nothing of its own', async () => {
    await storm([new HandOutRates(buckets)], [limitOf()], 2_000);
    expect(await storm([new HandOutRates(buckets)], [limitOf()], 50)).toBeLessThanOrEqual(1);
  });

  it('asks seldom for a rate that is used a lot, and not at all while it is exhausted', async () => {
    const rates = new HandOutRates(buckets);
    await storm([rates], [limitOf({ perSecond: 500 })], 4_000);
    expect(buckets.questions.length).toBeLessThan(400);
    buckets.questions.length = 0;
    await storm([rates], [limitOf({ perSecond: 0.01 })], 3_000);
    expect(buckets.questions.length).toBeLessThan(10);
  });

  it('takes nothing ahead while it is used seldom', async () => {
    const rates = new HandOutRates(buckets);
    for (let n = 0; n < 5; n += 1) {
      await rates.take([limitOf()]);
      await pass(2_000);
    }
    expect(buckets.questions).toEqual(Array.from({ length: 5 }, () => [{ person: '', permits: 1 }]));
  });

  it('asks once for all that wait at the same time', async () => {
    const rates = new HandOutRates(buckets);
    const first = rates.take([limitOf()]);
    const others = ['a', 'b', 'b'].map((person) => rates.take([limitOf({ person })]));
    await Promise.all([first, ...others]);
    expect(buckets.questions).toEqual([
      [{ person: '', permits: 1 }],
      [
        { person: 'a', permits: 1 },
        { person: 'b', permits: 2 },
      ],
    ]);
  });

  it('says when to come back, and after a second asks again whether that still holds', async () => {
    const rates = new HandOutRates(buckets);
    const limits = [limitOf({ perSecond: 0.1 })];
    expect(await rates.take(limits)).toEqual({ fits: true });
    const refused = await rates.take(limits);
    expect(refused).toMatchObject({ fits: false, remembered: false, limit: limits[0] });
    expect(refused).toHaveProperty('retryInMs', expect.closeTo(10_000, -2));
    expect(await rates.take(limits)).toMatchObject({ fits: false, remembered: true });
    await pass(1_000);
    expect(await rates.take(limits)).toMatchObject({ fits: false, remembered: false });
  });

  it('lets a rate that is raised be felt at once', async () => {
    const rates = new HandOutRates(buckets);
    await rates.take([limitOf({ perSecond: 0.01 })]);
    await rates.take([limitOf({ perSecond: 50 })]);
    await pass(100);
    expect(await rates.take([limitOf({ perSecond: 50 })])).toEqual({ fits: true });
  });

  it('takes one of each or nothing', async () => {
    const rates = new HandOutRates(buckets);
    const all = limitOf({ perSecond: 3 });
    const zhangsan = limitOf({ perSecond: 1, person: 'zhangsan' });
    expect(await rates.take([all, zhangsan])).toEqual({ fits: true });
    for (let n = 0; n < 10; n += 1) {
      expect(await rates.take([all, zhangsan])).toMatchObject({ fits: false, limit: zhangsan });
    }
    const answers = [await rates.take([all]), await rates.take([all])];
    expect(answers).toEqual([{ fits: true }, { fits: true }]);
  });

  it('counts what was given back for nothing', async () => {
    const rates = new HandOutRates(buckets);
    const limits = [limitOf({ perSecond: 1 })];
    for (let n = 0; n < 20; n += 1) {
      expect(await rates.take(limits)).toEqual({ fits: true });
      rates.giveBack(limits);
    }
  });

  it('lets nothing through while the buckets cannot be asked', async () => {
    const rates = new HandOutRates(buckets);
    buckets.trouble = new Error('no database');
    await expect(rates.take([limitOf()])).rejects.toThrow('no database');
    buckets.trouble = undefined;
    expect(await rates.take([limitOf()])).toEqual({ fits: true });
  });
});
