import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Permit, SlotPool } from './slot-pool.js';

/** Of one call: whoever shared a signal among many would be warned of a leak. */
const never = () => new AbortController().signal;

/** Time passes and things happen on jest's clock alone: no test here takes as long as it tells of. */
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const after = (ms: number, happen: () => void) => void setTimeout(happen, ms);

describe(SlotPool.name, () => {
  const poolOf = (slots: () => number) => {
    const leases: number[] = [];
    let givenBack = 0;
    const troubles: unknown[] = [];
    const pool = new SlotPool({
      lease: async (wanted) => {
        leases.push(wanted);
        return Math.min(slots(), wanted);
      },
      giveBack: async () => {
        givenBack += 1;
      },
      onTrouble: (cause) => troubles.push(cause),
    });
    return { pool, leases, troubles, givenBack: () => givenBack };
  };
  /** Takes `count` permits for calls of that length, and notes when each was had. */
  const takeAll = (pool: SlotPool, count: number, callMs: number) => {
    const sent: number[] = [];
    const use = (permit: Permit) => {
      permit.sent();
      sent.push(performance.now());
      after(callMs, permit.done);
    };
    const all = Promise.all(Array.from({ length: count }, () => pool.take('waited_for', never()).then(use)));
    return { sent, all };
  };
  const mostWithinASecond = (times: readonly number[]) =>
    Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1_000).length));

  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it.each([0, 30, 400, 2_500, 60_000])(
    'never lets more calls leave within any second than there are slots, however long calls take (%i ms)',
    async (callMs) => {
      const { pool } = poolOf(() => 5);
      const { sent, all } = takeAll(pool, 40, callMs);
      await pass(60_000);
      await all;
      expect(mostWithinASecond(sent)).toBeLessThanOrEqual(5);
    },
  );

  it('is not used up by calls that take minutes', async () => {
    const { pool } = poolOf(() => 5);
    const { sent, all } = takeAll(pool, 15, 120_000);
    await pass(7_000);
    await all;
    expect(sent.length).toBe(15);
  });

  it('gives what somebody waits for before upkeep', async () => {
    const { pool } = poolOf(() => 1);
    const order: string[] = [];
    const take = async (name: string, urgency: 'waited_for' | 'upkeep') => {
      const permit = await pool.take(urgency, never());
      order.push(name);
      permit.sent();
      permit.done();
    };
    const all = [take('upkeep', 'upkeep'), take('more upkeep', 'upkeep'), take('a caller', 'waited_for')];
    await pass(5_000);
    await Promise.all(all);
    expect(order[0]).toBe('a caller');
  });

  it('counts a permit that was not used for nothing', async () => {
    const { pool } = poolOf(() => 1);
    for (let n = 0; n < 50; n += 1) {
      const taken = pool.take('waited_for', never());
      await pass(1);
      (await taken).unused();
    }
    expect(performance.now()).toBeLessThan(1_000);
  });

  it('lets nothing leave once its lease could not be renewed', async () => {
    let away = false;
    const { pool, troubles } = poolOf(() => {
      if (away) throw new Error('no database');
      return 3;
    });
    const first = takeAll(pool, 3, 10);
    await pass(100);
    await first.all;
    away = true;
    await pass(6_000);
    const later = takeAll(pool, 1, 10);
    await pass(3_000);
    expect(later.sent).toEqual([]);
    expect(troubles.length).toBeGreaterThan(0);
    away = false;
    await pass(1_000);
    expect(later.sent.length).toBe(1);
  });

  it('begins no more calls than it has told of while it waits for its lease to be renewed', async () => {
    let renewed: (slots: number) => void = () => undefined;
    let slots: Promise<number> = Promise.resolve(5);
    const told: number[] = [];
    const pool = new SlotPool({
      async lease(_wanted, underWay) {
        told.push(underWay);
        return slots;
      },
      giveBack: async () => undefined,
      onTrouble: () => undefined,
    });
    const first = takeAll(pool, 2, 60_000);
    await pass(100);
    await first.all;
    slots = new Promise((resolve) => {
      renewed = resolve;
    });
    await pass(2_000);
    const later = takeAll(pool, 3, 60_000);
    await pass(100);
    expect({ told: told.at(-1), begun: first.sent.length + later.sent.length }).toEqual({ told: 2, begun: 2 });
    renewed(4);
    await pass(100);
    expect(first.sent.length + later.sent.length).toBe(4);
  });

  it('gives its slots back when nothing is under way any more, and leases again when something is', async () => {
    const { pool, leases, givenBack } = poolOf(() => 3);
    await Promise.all([takeAll(pool, 2, 10).all, pass(10_000)]);
    expect(givenBack()).toBe(1);
    const before = leases.length;
    await pass(60_000);
    expect(leases.length).toBe(before);
    await Promise.all([takeAll(pool, 1, 10).all, pass(1_000)]);
    expect(leases.length).toBe(before + 1);
  });

  it('forgets whoever no longer waits', async () => {
    const { pool } = poolOf(() => 0);
    const patience = new AbortController();
    const taken = pool.take('waited_for', patience.signal);
    patience.abort(new Error('enough'));
    await expect(taken).rejects.toThrow('enough');
  });
});
