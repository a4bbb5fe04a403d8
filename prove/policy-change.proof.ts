import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consentAs } from '../apps/broker/test/harness/person.js';
import { brokenLanes } from '../apps/broker/test/harness/trail.js';
import { until } from '../apps/broker/test/harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from '../apps/broker/test/harness/world.js';
import { type PolicyAnswer, PolicyStorm, type Way } from './tools/policy-storm.js';
import { Report, SHORT, secondsSince } from './tools/report.js';

const REPLICAS = 3;
const CHANGES_OF_EACH_KIND = SHORT ? 3 : 40;
/** Answers of each way that have to fall between a change and the next one. */
const ANSWERS_BETWEEN = 2;

const report = new Report('policy-change', `entitlements changed and callers disabled under load, ${REPLICAS} brokers`);

interface Change {
  readonly what: string;
  /** By which rule the caller is refused from then on. */
  readonly rule: string;
  /** It is about the other callers too. */
  readonly all?: true;
  readonly make: () => Promise<{ readonly status: number; readonly text: string }>;
  readonly undo: () => Promise<{ readonly status: number; readonly text: string }>;
}

/** From the answer to the one until the other was sent: nothing else may have been decided by. */
interface Window {
  readonly from: number;
  readonly until: number;
}

describe('policy that changes under load', () => {
  let world: World;
  let caller: TestCaller;
  let bystander: TestCaller;
  let storm: PolicyStorm;
  beforeAll(async () => {
    world = await startWorld({ brokers: REPLICAS });
    await world.registerDemo();
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    caller = await world.createCaller('changing', [whole]);
    bystander = await world.createCaller('bystander', [whole]);
    storm = await PolicyStorm.begin(world, [caller, bystander]);
  });
  afterAll(async () => {
    await storm?.end();
    await world?.close();
  });

  const whole = { ...everythingOfDemo, delivery: ['token', 'handle'] };
  const entitled = (change: object) => () =>
    world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [{ ...whole, ...change }] });
  const say = (path: () => string) => () => world.operator('POST', path(), { reason: 'a proof' });
  const changes: readonly Change[] = [
    { what: 'scopes narrowed', rule: 'scopes', make: entitled({ scopes: ['Todo.Todo.Write'] }), undo: entitled({}) },
    {
      what: 'people narrowed',
      rule: 'people',
      make: entitled({ people: { persons: [{ userId: 'lisi' }] } }),
      undo: entitled({}),
    },
    {
      what: 'entitlement ended',
      rule: 'no_entitlement',
      make: entitled({ expiresAt: '2020-01-01T00:00:00Z' }),
      undo: entitled({}),
    },
    {
      what: 'caller disabled',
      rule: 'suspended',
      make: () => world.operator('POST', `/callers/${caller.id}/disable`),
      undo: () => world.operator('POST', `/callers/${caller.id}/enable`),
    },
    {
      what: 'application suspended',
      rule: 'suspended',
      all: true,
      make: () => world.operator('POST', '/applications/demo/suspend'),
      undo: () => world.operator('POST', '/applications/demo/resume'),
    },
    {
      what: 'scope suspended',
      rule: 'suspended',
      all: true,
      make: say(() => '/scopes/Contact.User.Read/suspend'),
      undo: say(() => '/scopes/Contact.User.Read/resume'),
    },
  ];

  const decidedIn = (window: Window) =>
    storm.answers.filter(({ sentAt, answeredAt }) => sentAt > window.from && answeredAt < window.until);
  /** Until every way has been tried often enough by everybody. */
  const enoughSince = (from: number) =>
    until('enough has been answered since the change', async () => {
      const counts = new Map<string, number>();
      for (const { way, caller: who } of decidedIn({ from, until: Number.POSITIVE_INFINITY })) {
        counts.set(`${who.id} ${way}`, (counts.get(`${who.id} ${way}`) ?? 0) + 1);
      }
      return counts.size === WAYS.length * 2 && [...counts.values()].every((count) => count >= ANSWERS_BETWEEN);
    });
  const done = async (act: Change['make']): Promise<{ sentAt: number; answeredAt: number }> => {
    const sentAt = performance.now();
    const { status, text } = await act();
    if (status !== 200) throw new Error(text);
    return { sentAt, answeredAt: performance.now() };
  };

  it.each(changes)(
    `holds for every request sent after the answer, ${CHANGES_OF_EACH_KIND} times: $what`,
    async (change) => {
      const startedAt = performance.now();
      const counted = {
        decided: 0,
        late: [] as PolicyAnswer[],
        'held back': [] as PolicyAnswer[],
        disturbed: [] as PolicyAnswer[],
      };
      let undone = { answeredAt: performance.now() };
      await enoughSince(undone.answeredAt);
      for (let n = 0; n < CHANGES_OF_EACH_KIND; n += 1) {
        const made = await done(change.make);
        const allowed = decidedIn({ from: undone.answeredAt, until: made.sentAt });
        await enoughSince(made.answeredAt);
        const undoing = await done(change.undo);
        const refused = decidedIn({ from: made.answeredAt, until: undoing.sentAt });
        await enoughSince(undoing.answeredAt);
        undone = undoing;
        counted.decided += allowed.length + refused.length;
        counted['held back'].push(...allowed.filter(({ outcome }) => outcome !== 'served'));
        const concerned = ({ caller: who }: PolicyAnswer) => change.all || who === caller;
        counted.late.push(...refused.filter((answer) => concerned(answer) && answer.outcome !== change.rule));
        counted.disturbed.push(...refused.filter((answer) => !concerned(answer) && answer.outcome !== 'served'));
        // What was looked at is not looked at again.
        storm.answers.splice(
          0,
          storm.answers.findIndex(({ sentAt }) => sentAt > undone.answeredAt),
        );
      }
      report.add({
        change: change.what,
        changes: CHANGES_OF_EACH_KIND,
        'requests decided between': counted.decided,
        late: counted.late.length,
        'held back': counted['held back'].length,
        'others disturbed': counted.disturbed.length,
        seconds: secondsSince(startedAt),
      });
      expect(counted).toMatchObject({ late: [], 'held back': [], disturbed: [] });
      expect(await brokenLanes(world.database.pool)).toEqual([]);
    },
    600_000,
  );
});

const WAYS: readonly Way[] = ['POST /v1/tokens', 'POST /v1/handles', 'GetToken', 'the gateway'];
