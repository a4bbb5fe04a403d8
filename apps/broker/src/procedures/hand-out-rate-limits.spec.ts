import type { AuditAct, AuditLog } from '@app/audit';
import type { HandOutRates, RateLimit } from '@app/callers';
import type { Database } from '@app/database';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HandOutAsk } from './hand-out-lane.js';
import { HandOutRateLimits, isRateLimited } from './hand-out-rate-limits.js';

const candidate = (
  application: string,
  position: number,
  perSecond: number | null,
  personPerSecond: number | null,
) => ({
  application,
  corpId: 'dinghangzhou',
  rule: `todo-sync/${position}`,
  mayHold: [],
  wholeToken: false,
  barred: [],
  rate: perSecond === null && personPerSecond === null ? null : { position, perSecond, personPerSecond },
});
const ask = (candidates: HandOutAsk['candidates'], whom: Partial<HandOutAsk> = {}) =>
  ({
    callerId: 'c1',
    candidates,
    corpId: null,
    userId: 'zhangsan',
    unionId: null,
    scopes: [],
    requestId: 'r1',
    ...whom,
  }) as unknown as HandOutAsk;

describe(HandOutRateLimits.name, () => {
  let taken: RateLimit[];
  let givenBack: RateLimit[];
  let records: AuditAct[];
  let answer: Awaited<ReturnType<HandOutRates['take']>>;
  let limits: HandOutRateLimits;
  beforeEach(() => {
    taken = [];
    givenBack = [];
    records = [];
    answer = { fits: true };
    const rates = {
      take: async (wanted: readonly RateLimit[]) => {
        taken.push(...wanted);
        return answer;
      },
      giveBack: (unused: readonly RateLimit[]) => givenBack.push(...unused),
    } as unknown as HandOutRates;
    const database = { transaction: async (work: (tx: object) => Promise<unknown>) => work({}) } as unknown as Database;
    const audit = {
      append: async (_: object, act: AuditAct) => {
        records.push(act);
      },
    } as unknown as AuditLog;
    limits = new HandOutRateLimits(rates, database, audit);
  });
  const refused = (remembered: boolean, position = 1) => {
    const limit = { callerId: 'c1', position, person: '', perSecond: 1 };
    answer = { fits: false, limit, retryInMs: 1_200, remembered };
  };

  it('costs nothing but a look where no entitlement has a rate', () => {
    expect(isRateLimited(ask([candidate('demo', 1, null, null)]))).toBe(false);
    expect(isRateLimited(ask([candidate('demo', 1, null, null), candidate('notes', 2, 1, null)]))).toBe(true);
  });

  it('takes of each rate of each entitlement, and tells people in different organisations apart', async () => {
    await limits.charge(ask([candidate('demo', 1, 10, 1), candidate('notes', 2, null, 2)]), 'todo-sync', false);
    expect(taken).toEqual([
      { callerId: 'c1', position: 1, person: '', perSecond: 10 },
      { callerId: 'c1', position: 1, person: 'userId dinghangzhou zhangsan', perSecond: 1 },
      { callerId: 'c1', position: 2, person: 'userId dinghangzhou zhangsan', perSecond: 2 },
    ]);
    taken = [];
    await limits.charge(ask([candidate('demo', 1, null, 1)], { userId: null, unionId: 'u1' }), 'todo-sync', false);
    expect(taken).toMatchObject([{ person: 'unionId u1' }]);
  });

  it('gives back what something else left under, once', async () => {
    const charge = await limits.charge(
      ask([candidate('demo', 1, 10, null), candidate('notes', 2, 5, null)]),
      'todo-sync',
      false,
    );
    charge?.settle('todo-sync/2');
    charge?.settle(null);
    expect(givenBack).toMatchObject([{ position: 1 }]);
  });

  it.each([
    ['a policy that may be out of date', false, false, 'looks again'],
    ['a policy that was just read', false, true, 'refuses'],
    ['what the rates remember', true, false, 'refuses'],
  ])('by %s, with no room', async (_, remembered, policyIsFresh, what) => {
    refused(remembered);
    const charging = limits.charge(ask([candidate('demo', 1, 1, null)]), 'todo-sync', policyIsFresh);
    if (what === 'looks again') expect(await charging).toBeUndefined();
    else await expect(charging).rejects.toMatchObject({ code: 'rate_limited', members: { retryAfterSeconds: 2 } });
  });

  it('records refusals once a minute for each entitlement, with how many there were', async () => {
    jest.useFakeTimers();
    try {
      const refuse = async (position: number) => {
        refused(true, position);
        await limits.charge(ask([candidate('demo', position, 1, null)]), 'todo-sync', true).catch(() => undefined);
      };
      for (let n = 0; n < 100; n += 1) await refuse(1);
      await refuse(2);
      jest.advanceTimersByTime(60_000);
      await refuse(1);
      expect(records.map(({ details }) => [details?.rule, details?.refused])).toEqual([
        ['todo-sync/1', 1],
        ['todo-sync/2', 1],
        ['todo-sync/1', 100],
      ]);
    } finally {
      jest.useRealTimers();
    }
  });
});
