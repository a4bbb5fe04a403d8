import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from '../apps/broker/test/harness/emulator.js';
import { until } from '../apps/broker/test/harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../apps/broker/test/harness/world.js';
import { refreshTraffic } from './tools/aftermath.js';
import { CpuWatch, postgresProcess } from './tools/cpu-watch.js';
import { HandoutStorm } from './tools/handout-storm.js';
import { MemoryWatch } from './tools/memory-watch.js';
import { consented, letAccessTokensExpire, peopleOf } from './tools/people.js';
import { Report, SHORT, secondsSince } from './tools/report.js';

const REPLICAS = 3;
const GRANTS = SHORT ? 1_000 : 10_000;
const CALLS_PER_SECOND = SHORT ? 100 : 500;
/** People whose tokens live on, and are asked for some forty times a second: as fast as they can, these callers would be what is measured. */
const LIVE = 100;
const LIVE_WORKERS = 2;
const LIVE_REST_MS = 40;
const BUDGET_SECONDS = GRANTS / CALLS_PER_SECOND;
/**
 * A slot is used once in the second after its call, so the answers' own time comes on top of the budget's, and upkeep needs a moment to
 * notice and the replicas one to share the budget.
 */
const FRESH_WITHIN_SECONDS = BUDGET_SECONDS * 1.25 + 4;
/** MB for what lives in a broker; one that kept something of each grant it refreshed would not get far. */
const HEAP_MAX = 128;
/** What a broker may need more at its height than before. MB. */
const MEMORY_GROWTH_MAX = 100;

/** Looking costs the machine that is being looked at. */
const LOOK_EVERY_MS = 250;

const report = new Report('mass-expiry', `${GRANTS} grants in use expire in one second, ${REPLICAS} brokers`);

describe('grants that all expire in the same second', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld({ brokers: REPLICAS, env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MAX}` } });
    await world.registerDemo({ callsPerSecond: CALLS_PER_SECOND });
    caller = await world.createCaller('crowd', [everythingOfDemo]);
  });
  afterAll(() => world?.close());

  /** Somebody has asked for each of them today, so upkeep keeps them fresh. */
  async function handOutOnce(people: readonly string[]): Promise<void> {
    const storm = await HandoutStorm.begin({ world, callers: [caller], people });
    const handedOut = async () => storm.grantsHandedOut.size === people.length;
    await until('everybody has been asked for', handedOut, 120_000);
    await storm.end();
  }

  const stale = async (): Promise<number> => {
    const { rowCount } = await world.database.pool.query(
      'select from grants where access_token_expires_at <= now() limit 1',
    );
    return rowCount ?? 0;
  };

  it('are refreshed within the budget and in the time it allows, while live tokens are served and memory stays flat', async () => {
    const people = peopleOf(GRANTS);
    const live = peopleOf(GRANTS + LIVE).slice(GRANTS);
    await consented(world, [...people, ...live]);
    await handOutOnce([...people, ...live]);
    await world.emulator.control('DELETE', '/counters');

    const memory = new MemoryWatch(world.brokers.map(({ process }) => process.pid));
    const storm = await HandoutStorm.begin({
      world,
      callers: [caller],
      people: live,
      workers: LIVE_WORKERS,
      restMs: LIVE_REST_MS,
    });
    await letAccessTokensExpire(world, people, { upkeep: true });
    const cpu = await CpuWatch.begin({
      brokers: world.brokers.map(({ process }) => process.pid),
      PostgreSQL: [await postgresProcess(world.database.pool)],
      DingTalk: [world.emulator.process.pid],
    });
    const startedAt = performance.now();
    const allFresh = async () => {
      await memory.look();
      await pause(LOOK_EVERY_MS);
      return (await stale()) === 0;
    };
    await until('all are fresh', allFresh, FRESH_WITHIN_SECONDS * 3_000);
    const seconds = secondsSince(startedAt);
    const used = await cpu.used();
    const perRefresh = (ms: number) => (ms / GRANTS).toFixed(2);
    await storm.end();

    const { apis } = await world.emulator.control<{
      apis: Record<string, Record<string, { maxPerSecond: number }> | undefined>;
    }>('GET', '/counters');
    const most = apis.userAccessToken?.[seeded.clientId]?.maxPerSecond ?? 0;
    const { refreshes, replays } = await refreshTraffic(world);
    const unserved = storm.answers.filter(({ handoutId }) => !handoutId);
    report.add({
      grants: GRANTS,
      'budget /s': CALLS_PER_SECOND,
      'most in any second': most,
      refreshes,
      replays,
      'budget alone s': BUDGET_SECONDS,
      'fresh after s': seconds,
      'allowed s': FRESH_WITHIN_SECONDS,
      'CPU ms each': perRefresh(used.brokers + used.PostgreSQL + used.DingTalk),
      'of it brokers': perRefresh(used.brokers),
      PostgreSQL: perRefresh(used.PostgreSQL),
      DingTalk: perRefresh(used.DingTalk),
      'live served': storm.answers.length - unserved.length,
      'not served': unserved.length,
      'RSS before MB': memory.before,
      'at its height MB': memory.height,
    });
    expect(most).toBeLessThanOrEqual(CALLS_PER_SECOND);
    expect({ refreshes, replays }).toEqual({ refreshes: GRANTS, replays: 0 });
    expect(unserved).toEqual([]);
    expect(storm.answers.length).toBeGreaterThan(0);
    expect(Number(seconds)).toBeLessThanOrEqual(FRESH_WITHIN_SECONDS);
    expect(memory.growth).toBeLessThanOrEqual(MEMORY_GROWTH_MAX);
  }, 600_000);
});
