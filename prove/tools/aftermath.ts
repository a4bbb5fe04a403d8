import { seeded } from '../../apps/broker/test/harness/emulator.js';
import { until } from '../../apps/broker/test/harness/until.js';
import type { TestCaller, World } from '../../apps/broker/test/harness/world.js';
import { askFor, type Served, wrongAnswers } from './crowd.js';
import { letAccessTokensExpire } from './people.js';

/** Longer than a call that DingTalk never answers, a lease and a back-off together: whoever has no answer by then never gets one. */
const DECIDED_WITHIN_MS = 200_000;

/** What DingTalk has seen of refreshes. */
interface RefreshTraffic {
  /** Calls, whatever came of them. */
  readonly calls: number;
  readonly refreshes: number;
  /** Used refresh tokens that were sent again. */
  readonly replays: number;
  /** Answers that are kept back right now. */
  readonly held: number;
}

/** What has become of the grants when whatever was broken is whole again. */
export interface Aftermath extends Omit<RefreshTraffic, 'held'> {
  /** Grants whose caller was served and that could be refreshed once more afterwards. */
  readonly survived: number;
  /** State and reason of each of the others. */
  readonly ended: readonly string[];
  /** Grants that still look as if somebody were refreshing them. */
  readonly stuck: number;
  readonly wrong: readonly string[];
}

interface Asking {
  readonly world: World;
  readonly caller: TestCaller;
  readonly people: readonly string[];
  /** Number of the broker that is asked. */
  readonly broker: number;
}

export async function refreshTraffic({ emulator }: World): Promise<RefreshTraffic> {
  const { operations, refreshes, replays, held } = await emulator.control<
    Omit<RefreshTraffic, 'calls'> & { operations: Record<string, Record<string, { calls: number }> | undefined> }
  >('GET', '/counters');
  return { calls: operations['userAccessToken.refresh']?.[seeded.clientId]?.calls ?? 0, refreshes, replays, held };
}

/** As a caller would: what is put off is asked again, until there is a token, a refusal for good, or nobody to answer. */
export async function askUntilDecided(
  world: World,
  caller: TestCaller,
  userId: string,
  broker: number,
): Promise<Served | undefined> {
  const ask = () => askFor(world, caller, userId, { broker }).catch(() => undefined);
  let last = await ask();
  const decided = async () => {
    if (last?.answer.status === 503) last = await ask();
    return last?.answer.status !== 503;
  };
  await until(`${userId} is served or refused`, decided, DECIDED_WITHIN_MS);
  return last;
}

/** Asks for everybody until all are decided; then once more, because a grant has survived only if its refresh token is still good. */
export async function aftermath({ world, caller, people, broker }: Asking): Promise<Aftermath> {
  const asked = await Promise.all(people.map((userId) => askUntilDecided(world, caller, userId, broker)));
  const answers = asked.filter((served) => served !== undefined);
  const { held: _held, ...traffic } = await refreshTraffic(world);
  const { rows: ended } = await world.database.pool.query<{ how: string }>(
    `select state || ' ' || coalesce(reason, '') as how from grants where state <> 'active'`,
  );
  const { rowCount: stuck } = await world.database.pool.query(
    'select from grants where attempt_id is not null or lease_until is not null or in_doubt_since is not null',
  );
  const notRefused = answers.filter(({ answer }) => answer.status !== 403);
  const wrong = await wrongAnswers(world, notRefused);
  const served = answers.filter(({ answer }) => answer.status === 200).map(({ userId }) => userId);
  const survived = await refreshedAgain(world, caller, served, broker);
  return { ...traffic, survived, ended: ended.map(({ how }) => how), stuck: stuck ?? 0, wrong };
}

async function refreshedAgain(
  world: World,
  caller: TestCaller,
  people: readonly string[],
  broker: number,
): Promise<number> {
  const before = await refreshTraffic(world);
  await letAccessTokensExpire(world, people);
  const again = await Promise.all(people.map((userId) => askUntilDecided(world, caller, userId, broker)));
  const after = await refreshTraffic(world);
  if (after.refreshes - before.refreshes !== people.length || after.replays !== before.replays) return 0;
  return again.filter((served) => served?.answer.status === 200).length;
}
