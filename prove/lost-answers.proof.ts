import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../apps/broker/test/harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../apps/broker/test/harness/world.js';
import { type Aftermath, aftermath, askUntilDecided, refreshTraffic } from './tools/aftermath.js';
import { askFor } from './tools/crowd.js';
import { Endings } from './tools/endings.js';
import { FaultProxy } from './tools/fault-proxy.js';
import { AnswersReplaced } from './tools/http-answers.js';
import { consented, letAccessTokensExpire, letTimePass, peopleOf } from './tools/people.js';
import { Report, SHORT, secondsSince } from './tools/report.js';
import { sideBySide } from './tools/side-by-side.js';

const GRANTS = 20;
/** Nobody here waits for the budget of calls, which is another proof's. */
const CALLS_PER_SECOND = 100;
const CASES_AT_ONCE = 4;
const CASE_WITHIN_MS = 400_000;
/** More than the 120 s after which the broker gives a call up. */
const TOO_LONG_MS = 150_000;
const OUTAGE_SECONDS = 600;
const OUTAGE_STEP_SECONDS = 30;

const REFRESH = 'userAccessToken.refresh';

interface Stage {
  readonly world: World;
  readonly caller: TestCaller;
  /** Between the brokers and DingTalk. */
  readonly network: FaultProxy;
  readonly spoiled: AnswersReplaced;
  readonly people: readonly string[];
}

interface Loss {
  readonly name: string;
  /** Grants whose answer was lost after DingTalk had consumed the refresh token. */
  readonly lost: number;
  /** Before anybody asks: what happens to the answers. */
  readonly arrange: (stage: Stage) => unknown;
  /** While callers wait. */
  readonly meanwhile?: (stage: Stage) => Promise<void>;
}

/** Of what DingTalk refuses nothing is lost: a repeat that comes before another grant's first call would take its place. */
const fault =
  (name: string, settings: object = {}) =>
  ({ world }: Pick<Stage, 'world'>) =>
    world.emulator.control('PUT', `/faults/${name}`, { operation: REFRESH, outcome: 'ok', times: GRANTS, ...settings });

const losses = {
  reset: { name: 'connection reset', lost: GRANTS, arrange: fault('drop_answer') },
  truncated: { name: 'body truncated', lost: GRANTS, arrange: fault('truncated_json') },
  error500: { name: 'HTTP 500 after it was processed', lost: GRANTS, arrange: ({ spoiled }) => spoiled.next(GRANTS) },
  timeout: { name: 'no answer within 120 s', lost: GRANTS, arrange: fault('hold_answer', { delayMs: TOO_LONG_MS }) },
  outage: {
    name: 'ten minutes without DingTalk',
    lost: GRANTS / 2,
    // Half of the calls are consumed and unanswered when the outage begins, half are on their way.
    async arrange({ world, network, people, caller }) {
      await fault('hold_answer')({ world });
      await Promise.all(
        people.slice(0, GRANTS / 2).map((userId) => askFor(world, caller, userId, { maxWaitSeconds: 0 })),
      );
      await until('half of the tokens are consumed', async () => (await refreshTraffic(world)).held === GRANTS / 2);
      network.set('hold_requests');
    },
    async meanwhile({ world, network, people, caller }) {
      await until('the other half is on its way', async () => network.holding === GRANTS / 2);
      network.set('refuse');
      network.cut();
      await world.emulator.control('DELETE', '/faults');
      for (let passed = 0; passed < OUTAGE_SECONDS; passed += OUTAGE_STEP_SECONDS) {
        await letTimePass(world, OUTAGE_STEP_SECONDS);
        const asked = await Promise.all(people.map((userId) => askFor(world, caller, userId, { maxWaitSeconds: 0 })));
        const outcomes = new Set(asked.map(({ answer }) => answer.body.code));
        if ([...outcomes].join() !== 'temporarily_unavailable') throw new Error(`in the outage: ${[...outcomes]}`);
      }
      network.set('pass');
    },
  },
} satisfies Record<string, Loss>;

type Repeat = 'idempotent' | 'single_use';

interface Case {
  readonly loss: Loss;
  readonly name: string;
  readonly repeat: Repeat;
}

const rows: { loss: Loss; short?: Repeat }[] = [
  { loss: losses.timeout },
  { loss: losses.reset, short: 'single_use' },
  { loss: losses.truncated, short: 'idempotent' },
  { loss: losses.error500 },
  { loss: losses.outage, short: 'idempotent' },
];
const cases: Case[] = rows.flatMap(({ loss, short }) =>
  (['idempotent', 'single_use'] as const)
    .filter((repeat) => !SHORT || repeat === short)
    .map((repeat) => ({ loss, name: loss.name, repeat })),
);

const report = new Report('lost-answers', `${GRANTS} refreshes whose answer never arrives, two brokers`);

async function run({ loss, repeat }: Case): Promise<Aftermath & { seconds: string }> {
  const startedAt = performance.now();
  const endings = new Endings();
  try {
    const spoiled = new AnswersReplaced();
    let network: FaultProxy | undefined;
    const world = await endings.started(
      startWorld({
        brokers: 2,
        env: async ({ emulator }) => {
          network ??= await endings.started(FaultProxy.start({ target: emulator.url, filter: spoiled.filter }), (it) =>
            it.close(),
          );
          return { DINGTALK_API_URL: network.url };
        },
      }),
      (it) => it.close(),
    );
    if (!network) throw new Error('there is no network to break');
    await world.registerDemo({ callsPerSecond: CALLS_PER_SECOND });
    const caller = await world.createCaller('patient', [everythingOfDemo]);
    const people = peopleOf(GRANTS);
    await consented(world, people);
    await letAccessTokensExpire(world, people);
    await world.emulator.control('PATCH', '/settings', { refreshRepeat: repeat });
    await world.emulator.control('DELETE', '/counters');

    const stage = { world, caller, network, spoiled, people };
    await loss.arrange(stage);
    const asked = people.map((userId) => askUntilDecided(world, caller, userId, 0));
    await loss.meanwhile?.(stage);
    await Promise.all(asked);
    return { ...(await aftermath({ world, caller, people, broker: 1 })), seconds: secondsSince(startedAt) };
  } finally {
    await endings.all();
  }
}

describe("DingTalk's answer to a refresh lost", () => {
  let running = new Map<Case, ReturnType<typeof run>>();
  beforeAll(() => {
    running = sideBySide(cases, run, CASES_AT_ONCE);
  });
  afterAll(() => Promise.allSettled(running.values()), CASE_WITHIN_MS);

  it.each(cases)(
    'costs a person consent only where DingTalk leaves no other way: $name, repeats $repeat',
    async (which) => {
      const { loss, repeat } = which;
      const result = await running.get(which);
      report.add({
        lost: loss.name,
        'a repeat is': repeat,
        grants: GRANTS,
        survived: result?.survived ?? 0,
        'needs consent': result?.ended.length ?? 0,
        calls: result?.calls ?? 0,
        refreshes: result?.refreshes ?? 0,
        replays: result?.replays ?? 0,
        stuck: result?.stuck ?? 0,
        seconds: result?.seconds ?? 0,
      });
      const ended = repeat === 'idempotent' ? 0 : loss.lost;
      expect(result).toMatchObject({
        survived: GRANTS - ended,
        ended: Array.from({ length: ended }, () => 'needs_consent indeterminate'),
        calls: GRANTS + loss.lost,
        refreshes: GRANTS,
        replays: loss.lost,
        stuck: 0,
        wrong: [],
      });
    },
    CASE_WITHIN_MS,
  );
});
