import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { brokenLanes } from '../apps/broker/test/harness/trail.js';
import { until } from '../apps/broker/test/harness/until.js';
import { everythingOfDemo, startWorld, type World } from '../apps/broker/test/harness/world.js';
import { aftermath, askUntilDecided, refreshTraffic } from './tools/aftermath.js';
import { Endings } from './tools/endings.js';
import { FaultProxy } from './tools/fault-proxy.js';
import { OwnPostgres } from './tools/own-postgres.js';
import { consented, letAccessTokensExpire, peopleOf } from './tools/people.js';
import { Report, SHORT, secondsSince } from './tools/report.js';
import { Writers } from './tools/writers.js';

const GRANTS = 20;
/** Besides those that are refreshed, people whose tokens are handed out all the time. */
const LIVE = 5;
const BROKERS = 2;
const CALLS_PER_SECOND = 100;
const CUT_OFF_MS = SHORT ? 8_000 : 30_000;
const CASE_WITHIN_MS = 300_000;

interface Stage {
  readonly world: World;
  readonly postgres: OwnPostgres;
  /** Between each broker and PostgreSQL. */
  readonly networks: readonly FaultProxy[];
}

interface Outage {
  readonly name: string;
  readonly long?: boolean;
  /** A second broker may send a refresh token again while the first cannot say that it has the answer. */
  readonly mayReplay: boolean;
  readonly happens: (stage: Stage) => Promise<void>;
}

/** The time without a database is what is proven here, so it is waited for. */
async function cutOff(networks: readonly FaultProxy[]): Promise<void> {
  for (const network of networks) network.set('hold_all');
  await pass(CUT_OFF_MS);
  for (const network of networks) network.set('pass');
}

const seconds = CUT_OFF_MS / 1_000;
const outages: Outage[] = [
  { name: 'PostgreSQL restarted', mayReplay: false, happens: ({ postgres }) => postgres.restart() },
  { name: `all brokers cut off for ${seconds} s`, mayReplay: false, happens: ({ networks }) => cutOff(networks) },
  {
    name: `one broker cut off for ${seconds} s`,
    long: true,
    mayReplay: true,
    happens: ({ networks }) => cutOff(networks.slice(0, 1)),
  },
];

const report = new Report(
  'database-outage',
  `PostgreSQL away with ${GRANTS} refreshes under way and ${BROKERS} brokers writing all the time`,
);

describe('a database that goes away', () => {
  let postgres: OwnPostgres;
  let endings: Endings;
  beforeAll(async () => {
    postgres = await OwnPostgres.start();
  });
  afterAll(() => postgres?.remove());
  beforeEach(() => {
    endings = new Endings();
  });
  afterEach(() => endings.all());

  async function stageFor(): Promise<Stage> {
    const networks: FaultProxy[] = [];
    const world = await endings.started(
      startWorld({
        brokers: BROKERS,
        env: async ({ database }, broker) => {
          const network = await endings.started(FaultProxy.start({ target: database.url }), (it) => it.close());
          networks[broker] = network;
          return { DATABASE_URL: network.url, DATABASE_DIRECT_URL: network.url };
        },
      }),
      (it) => it.close(),
    );
    return { world, postgres, networks };
  }

  it.each(outages.filter(({ long }) => !(SHORT && long)))(
    'loses no acknowledged write and leaves no grant stuck: $name',
    async ({ name, mayReplay, happens }) => {
      const startedAt = performance.now();
      const stage = await stageFor();
      const { world } = stage;
      await world.registerDemo({ callsPerSecond: CALLS_PER_SECOND });
      const caller = await world.createCaller('outage', [everythingOfDemo]);
      const people = peopleOf(GRANTS);
      const live = peopleOf(GRANTS + LIVE).slice(GRANTS);
      await consented(world, [...people, ...live]);
      await letAccessTokensExpire(world, people);
      await world.emulator.control('DELETE', '/counters');
      await world.emulator.control('PUT', '/faults/hold_answer', {
        operation: 'userAccessToken.refresh',
        times: GRANTS,
      });

      const writers = new Writers(world, caller, live);
      const asked = people.map((userId) => askUntilDecided(world, caller, userId, 0));
      await until('one broker refreshes', async () => (await refreshTraffic(world)).held > 0);
      asked.push(...people.map((userId) => askUntilDecided(world, caller, userId, 1)));
      await until('DingTalk has consumed all the tokens', async () => (await refreshTraffic(world)).held === GRANTS);
      await until('there is something to lose', async () => writers.acknowledged >= 50);
      const away = happens(stage);
      await until('somebody has noticed', async () => writers.putOff > 0);
      await world.emulator.control('DELETE', '/faults');
      await away;
      await Promise.all(asked);
      const before = writers.acknowledged;
      await until('writes are acknowledged again', async () => writers.acknowledged >= before + 50);
      await writers.stop();

      const lost = await writers.lost();
      const after = await aftermath({ world, caller, people, broker: 1 });
      report.add({
        outage: name,
        'acknowledged writes': writers.acknowledged,
        lost: lost.length,
        'put off': writers.putOff,
        grants: GRANTS,
        survived: after.survived,
        'needs consent': after.ended.length,
        refreshes: after.refreshes,
        replays: after.replays,
        stuck: after.stuck,
        seconds: secondsSince(startedAt),
      });
      expect(lost).toEqual([]);
      expect(writers.unexpected).toEqual([]);
      expect(await brokenLanes(world.database.pool)).toEqual([]);
      expect(after).toMatchObject({ survived: GRANTS, ended: [], refreshes: GRANTS, stuck: 0, wrong: [] });
      expect(after.replays).toBeLessThanOrEqual(mayReplay ? GRANTS : 0);
    },
    CASE_WITHIN_MS,
  );
});
