import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDatabase, type TestDatabase } from './harness/database.js';
import type { RepeatBehaviour } from './refresh-protocol/dingtalk.js';
import { shortestWays } from './refresh-protocol/explorer.js';
import { type Allowance, beginning, heldBy, keyOf, type World } from './refresh-protocol/model.js';
import { RealSystem } from './refresh-protocol/real-system.js';
import { RealWalk } from './refresh-protocol/real-walk.js';
import { soundRules } from './refresh-protocol/rules.js';
import { happenings, type Step, type What } from './refresh-protocol/step.js';
import { stepsFrom, systemOf } from './refresh-protocol/steps.js';
import { traceOf } from './refresh-protocol/trace.js';

const expiryConsentRevocation = { expiries: 1, consents: 1, withdrawals: 0, suspensions: 0, revocations: 1 };
const withdrawalConsentSuspension = { expiries: 0, consents: 1, withdrawals: 1, suspensions: 1, revocations: 0 };
const everything = { expiries: 2, consents: 2, withdrawals: 1, suspensions: 1, revocations: 1 };
const RANDOM_WALKS = 100;
const STEPS_PER_WALK = 18;

const onlyUnderBrokenRules: readonly What[] = ['sees the lease, and does not wait', 'hands out from memory'];
/** The row is neither read nor written. */
const elsewhere: readonly What[] = [
  'is answered with new tokens',
  'is refused by DingTalk',
  'is turned away unprocessed',
  'gives up waiting for DingTalk',
  'loses the answer',
  'is killed',
  'DingTalk processes a late request',
  'the person withdraws',
  'the revocation raises the epochs',
  'the revocation answers',
];

/** Steps that a statement cannot tell apart: the same on equal rows, with an attempt that is as much the row's own. */
function classOf({ what, side }: Step, { row, replicas }: World): string {
  if (elsewhere.includes(what)) return what;
  const doing = side === undefined ? undefined : replicas[side];
  const held = doing && heldBy(doing);
  const { state, reason, accessToken, lease, attempt, inDoubt, backingOff } = row;
  return JSON.stringify([
    what,
    [state, reason, accessToken, lease, attempt !== null, inDoubt, backingOff],
    held && [held.version === row.version, held.fence === row.fence],
    doing?.at === 'giving_back' && doing.inDoubt,
  ]);
}

/** Picks the next step, or none to end the walk. */
type Choose = (steps: readonly Step[], from: World) => Step | undefined;

describe("the refresh protocol's model, step by step beside RefreshGrant and the statements", () => {
  let database: TestDatabase;
  let system: RealSystem;
  beforeAll(async () => {
    database = await createDatabase();
    system = await RealSystem.over(database);
  });
  afterAll(async () => {
    await system?.close();
    await database?.drop();
  });

  /** Every step is done by both, and then their rows are equal. */
  async function walk(name: string, repeats: RepeatBehaviour, left: Allowance, choose: Choose): Promise<void> {
    const real = await RealWalk.begin(system);
    const steps: Step[] = [];
    let world = beginning(left);
    try {
      for (;;) {
        const step = choose(stepsFrom(world, { rules: soundRules, repeats }), world);
        if (!step) return;
        steps.push(step);
        await real.do(step, world);
        world = step.next;
        const row = await real.row();
        if (!isDeepStrictEqual(row, world.row)) throw new Error(`the broker's row is ${JSON.stringify(row)}`);
      }
    } catch (cause) {
      const breach = cause instanceof Error ? cause.message : String(cause);
      throw new Error(`${name}: the broker differs from the model\n${traceOf({ breach, steps })}`, { cause });
    } finally {
      await real.end();
    }
  }

  it('agrees on every step, from every kind of row and with every kind of attempt', async () => {
    const covered = new Set<string>();
    const happened = new Set<What>();
    for (const left of [expiryConsentRevocation, withdrawalConsentSuspension]) {
      const ways = shortestWays(systemOf({ rules: soundRules, repeats: 'single_use' }, left), classOf);
      // The long ones pass through what the short ones lead to.
      const longestFirst = [...ways].sort(([, a], [, b]) => b.length - a.length);
      for (const [name, way] of longestFirst) {
        if (covered.has(name)) continue;
        const ahead = [...way];
        await walk(name, 'single_use', left, (steps, from) => {
          const next = ahead.shift();
          const step = next && steps.find((it) => it.what === next.what && keyOf(it.next) === keyOf(next.next));
          if (!step) return undefined;
          covered.add(classOf(step, from));
          happened.add(step.what);
          return step;
        });
      }
      expect([...ways.keys()].filter((name) => !covered.has(name))).toEqual([]);
    }
    expect(happenings.filter((what) => !happened.has(what))).toEqual(onlyUnderBrokenRules);
  });

  it.each([['idempotent'], ['single_use']] as const)(
    'agrees on walks at random, with %s refresh tokens',
    async (repeats) => {
      const happened = new Map<What, number>();
      for (let seed = 1; seed <= RANDOM_WALKS; seed += 1) {
        const random = randomFrom(seed);
        let left = STEPS_PER_WALK;
        await walk(`seed ${seed}`, repeats, everything, (steps) => {
          left -= 1;
          const step = left < 0 ? undefined : rather(steps, random, happened);
          if (step) happened.set(step.what, (happened.get(step.what) ?? 0) + 1);
          return step;
        });
      }
    },
  );
});

/** What has happened seldom so far comes sooner, or the walks would be crashes and renewals mostly. */
function rather(steps: readonly Step[], random: () => number, happened: ReadonlyMap<What, number>): Step | undefined {
  const weights = steps.map(({ what }) => 1 / (1 + (happened.get(what) ?? 0)));
  let at = random() * weights.reduce((sum, weight) => sum + weight, 0);
  return steps.find((_, n) => {
    at -= weights[n] ?? 0;
    return at <= 0;
  });
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
