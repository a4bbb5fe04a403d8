import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { refreshCounters } from '../apps/broker/test/harness/members.js';
import {
  everythingOfDemo,
  type Surroundings,
  startWorld,
  type TestCaller,
  type World,
} from '../apps/broker/test/harness/world.js';
import { askFor, wrongAnswers } from './tools/crowd.js';
import { Endings } from './tools/endings.js';
import { FaultProxy } from './tools/fault-proxy.js';
import { consented, letAccessTokensExpire, peopleOf } from './tools/people.js';
import { startPgBouncer } from './tools/pgbouncer.js';
import { NotificationsLost } from './tools/postgres-messages.js';
import { Report, SHORT, secondsSince } from './tools/report.js';

const REPLICAS = 3;
const GRANTS = 30;
const CALLERS_OF_EACH = 20;
/** Of them, where DingTalk is slow, those that do not wait for it. */
const IMPATIENT_OF_EACH = 5;
const IMPATIENT_SECONDS = 2;
/** A call under way takes one of them for as long as DingTalk needs: enough for all the grants at once, on any replica. */
const CALLS_PER_SECOND = 100;

interface Case {
  readonly name: string;
  readonly delayMs: number;
  readonly impatient?: boolean;
  readonly way?: 'no_notify' | 'pooled' | 'pooled_prepared';
  readonly long?: boolean;
}

const cases: Case[] = [
  { name: 'DingTalk at 50 ms', delayMs: 50 },
  { name: 'DingTalk at 11 s', delayMs: 11_000, impatient: true },
  { name: 'DingTalk at 40 s', delayMs: 40_000, impatient: true, long: true },
  { name: 'no notification arrives', delayMs: 50, way: 'no_notify' },
  { name: 'PgBouncer, transaction mode', delayMs: 50, way: 'pooled' },
  ...(process.env.PGBOUNCER_PREPARES
    ? [{ name: 'PgBouncer, prepared statements', delayMs: 50, way: 'pooled_prepared' as const, long: true }]
    : []),
];

const report = new Report(
  'refresh-storm',
  `${GRANTS} expired grants, ${CALLERS_OF_EACH} callers of each at once, ${REPLICAS} brokers on one PostgreSQL`,
);

describe('a storm of callers on expired tokens', () => {
  let endings: Endings;
  beforeEach(() => {
    endings = new Endings();
  });
  afterEach(() => endings.all());

  /** Where the brokers find their database, and what is lost on the way. */
  async function waysTo(
    way: Case['way'],
    around: Surroundings,
    lost: NotificationsLost,
  ): Promise<Record<string, string>> {
    const target = around.database.url;
    if (way === undefined) return {};
    if (way === 'no_notify') {
      const proxy = FaultProxy.start({ target, filter: lost.filter });
      return { DATABASE_DIRECT_URL: (await endings.started(proxy, (it) => it.close())).url };
    }
    const { url } = await endings.started(startPgBouncer(target), (it) => it.stop());
    return {
      DATABASE_URL: url,
      DATABASE_DIRECT_URL: target,
      DATABASE_PREPARED: way === 'pooled_prepared' ? 'on' : 'off',
    };
  }

  async function worldFor(way: Case['way'], lost: NotificationsLost): Promise<World> {
    let ways: ReturnType<typeof waysTo> | undefined;
    const env = (around: Surroundings) => {
      ways ??= waysTo(way, around, lost);
      return ways;
    };
    const world = await endings.started(startWorld({ brokers: REPLICAS, env }), (it) => it.close());
    await world.registerDemo({ callsPerSecond: CALLS_PER_SECOND });
    return world;
  }

  /** All callers at once, spread over the replicas. */
  const storm = (world: World, caller: TestCaller, people: readonly string[], impatient: number) =>
    Promise.all(
      people.flatMap((userId, person) =>
        Array.from({ length: CALLERS_OF_EACH }, (_, n) =>
          askFor(world, caller, userId, {
            broker: (person + n) % REPLICAS,
            ...(n < impatient && { maxWaitSeconds: IMPATIENT_SECONDS }),
          }),
        ),
      ),
    );

  it.each(cases.filter(({ long }) => !(SHORT && long)))(
    'serves all of them with one refresh a grant: $name',
    async ({ name, delayMs, impatient, way }) => {
      const lost = new NotificationsLost();
      const world = await worldFor(way, lost);
      const caller = await world.createCaller('storm', [everythingOfDemo]);
      const people = peopleOf(GRANTS);
      await consented(world, people);
      await letAccessTokensExpire(world, people);
      await world.emulator.control('PUT', '/faults/delay', { operation: 'userAccessToken.refresh', delayMs });
      await world.emulator.control('DELETE', '/counters');

      const impatientOfEach = impatient ? IMPATIENT_OF_EACH : 0;
      const startedAt = performance.now();
      const answers = await storm(world, caller, people, impatientOfEach);
      const seconds = secondsSince(startedAt);
      const served = answers.filter(({ answer }) => answer.status === 200).length;
      const wrong = await wrongAnswers(world, answers);
      const { refreshes, replays } = await refreshCounters(world.emulator);
      const toldToComeBack = answers.length - served;
      report.add({
        case: name,
        callers: answers.length,
        served,
        'told to come back': toldToComeBack,
        wrong: wrong.length,
        refreshes,
        replays,
        'notifications lost': lost.count,
        seconds,
      });

      expect(wrong).toEqual([]);
      expect({ served, toldToComeBack }).toEqual({
        served: GRANTS * (CALLERS_OF_EACH - impatientOfEach),
        toldToComeBack: GRANTS * impatientOfEach,
      });
      expect({ refreshes, replays }).toEqual({ refreshes: GRANTS, replays: 0 });
      expect(lost.count > 0).toBe(way === 'no_notify');
    },
    180_000,
  );
});
