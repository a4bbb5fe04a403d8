import { until } from '../../apps/broker/test/harness/until.js';
import { everythingOfDemo, type Surroundings, startWorld, type World } from '../../apps/broker/test/harness/world.js';
import { type Aftermath, aftermath, askUntilDecided, refreshTraffic } from './aftermath.js';
import { Endings } from './endings.js';
import { FaultProxy } from './fault-proxy.js';
import { GRANTS_IN_FLIGHT, type KillPoint, type Victim } from './kill-points.js';
import { consented, letAccessTokensExpire, peopleOf } from './people.js';
import { CommitsUnanswered } from './postgres-messages.js';
import { secondsSince } from './report.js';

/** Nobody here waits for the budget of calls, which is another proof's. */
const CALLS_PER_SECOND = 100;
const REACHED_WITHIN_MS = 90_000;

export type Repeat = 'idempotent' | 'single_use';

export interface CellResult extends Aftermath {
  /** Grants, or sessions, that were exactly at the point when the broker died. */
  readonly atPoint: number;
  /** Replays but those whose answer was lost with a killed broker. */
  readonly replaysAnswered: number;
  readonly seconds: string;
}

/**
 * Kills one broker at each of the points, in turn: the second is held and killed while it recovers from the first. Then another broker is
 * asked for every grant.
 */
export async function runCell(points: readonly KillPoint[], repeat: Repeat): Promise<CellResult> {
  const startedAt = performance.now();
  const endings = new Endings();
  try {
    const victims: Victim[] = [];
    const env = async (around: Surroundings, broker: number): Promise<Record<string, string>> => {
      if (broker === points.length) return {};
      const { victim, ways } = await victimOf(around, `broker ${broker}`, endings);
      victims[broker] = victim;
      return ways;
    };
    const world = await endings.started(startWorld({ brokers: points.length + 1, env }), (it) => it.close());
    const result = await killInTurn(world, points, victims, repeat);
    return { ...result, seconds: secondsSince(startedAt) };
  } finally {
    await endings.all();
  }
}

/** A broker whose network is in our hands, and the environment that leads it there. */
async function victimOf({ database, emulator }: Surroundings, name: string, endings: Endings) {
  const named = new URL(database.url);
  named.searchParams.set('application_name', name);
  const commits = new CommitsUnanswered();
  const postgres = await endings.started(FaultProxy.start({ target: named.href, filter: commits.filter }), (it) =>
    it.close(),
  );
  const dingtalk = await endings.started(FaultProxy.start({ target: emulator.url }), (it) => it.close());
  const sessions = 'from pg_stat_activity where datname = current_database() and application_name = $1';
  const sessionsWaiting = async () => {
    const waiting = await database.pool.query(`select ${sessions} and wait_event_type = 'Lock'`, [name]);
    return waiting.rowCount ?? 0;
  };
  const rollBack = async () => {
    await database.pool.query(`select pg_terminate_backend(pid) ${sessions}`, [name]);
  };
  const ways = { DATABASE_URL: postgres.url, DATABASE_DIRECT_URL: database.url, DINGTALK_API_URL: dingtalk.url };
  return { victim: { dingtalk, commits, sessionsWaiting, rollBack }, ways };
}

async function killInTurn(
  world: World,
  points: readonly KillPoint[],
  victims: readonly Victim[],
  repeat: Repeat,
): Promise<Omit<CellResult, 'seconds'>> {
  await world.registerDemo({ callsPerSecond: CALLS_PER_SECOND });
  const caller = await world.createCaller('survivor', [everythingOfDemo]);
  const people = peopleOf(GRANTS_IN_FLIGHT);
  await consented(world, people);
  await letAccessTokensExpire(world, people);
  await world.emulator.control('PATCH', '/settings', { refreshRepeat: repeat });
  await world.emulator.control('DELETE', '/counters');

  let atPoint = 0;
  let replaysLost = 0;
  for (const [broker, point] of points.entries()) {
    const victim = victims[broker];
    if (!victim) throw new Error(`broker ${broker} was never started`);
    const replaysBefore = (await refreshTraffic(world)).replays;
    const held = await point.hold({ ...victim, world });
    const inFlight = people.map((userId) => askUntilDecided(world, caller, userId, broker));
    const reached = async () => (await held.reached()) >= point.enough;
    await until(`as many as needed are ${point.name}`, reached, REACHED_WITHIN_MS);
    const consumed = async () => (await refreshTraffic(world)).refreshes === GRANTS_IN_FLIGHT;
    if (point.left !== 'nothing') await until('DingTalk has seen all of them', consumed);
    if (point.left === 'tokens_stored') await until('all tokens are stored', () => allStored(world));
    atPoint = await held.reached();
    const { held: answersHeld, replays } = await refreshTraffic(world);
    if (answersHeld > 0) replaysLost += replays - replaysBefore;
    await world.brokers[broker]?.process.kill('SIGKILL');
    await held.settle();
    await Promise.all(inFlight);
  }

  const after = await aftermath({ world, caller, people, broker: points.length });
  return { ...after, atPoint, replaysAnswered: after.replays - replaysLost };
}

async function allStored({ database }: World): Promise<boolean> {
  const { rowCount } = await database.pool.query('select from grants where token_version > 1');
  return rowCount === GRANTS_IN_FLIGHT;
}
