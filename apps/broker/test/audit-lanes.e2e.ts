import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { type Answer, ask } from './harness/http.js';
import { hire } from './harness/members.js';
import { consentAs } from './harness/person.js';
import { rowsOf } from './harness/rows.js';
import { brokenLanes, type HandoutRecord, handoutRecords } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const people = Array.from({ length: 5 }, (_, n) => `person${n}`);

describe('the audit trail', () => {
  let world: World;
  let entitled: TestCaller;
  let narrow: TestCaller;
  const tokens = new Map<TestCaller, string>();
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    entitled = await world.createCaller('todo-sync', [everythingOfDemo]);
    narrow = await world.createCaller('badge-printer', [
      { application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token'] },
    ]);
    for (const caller of [entitled, narrow]) tokens.set(caller, await caller.accessToken());
    await hire(world.emulator, people);
    for (const userId of people) await consent(userId);
  });
  afterAll(() => world.close());
  afterEach(async () => expect(await brokenLanes(world.database.pool)).toEqual([]));

  const consent = (userId: string, answer: 'agree' | 'refuse' = 'agree') =>
    consentAs(`${world.url}/consent/demo`, { as: userId, answer });
  const request = (caller: TestCaller, requestId: string, body: object, broker = 0): Promise<Answer> =>
    ask(`${world.brokers[broker]?.url}/v1/tokens`, {
      headers: { authorization: `Bearer ${tokens.get(caller)}`, 'x-request-id': requestId },
      json: { application: 'demo', scopes: ['Contact.User.Read'], ...body },
    });
  const recordsByRequest = async (): Promise<Map<string, HandoutRecord[]>> => {
    const byRequest = new Map<string, HandoutRecord[]>();
    for (const record of await handoutRecords(world.database.pool)) {
      byRequest.set(record.requestId, [...(byRequest.get(record.requestId) ?? []), record]);
    }
    return byRequest;
  };
  /** What the trail has to hold for an answer, whether something left or not. */
  const recordFor = ({ status, body }: Answer) => ({
    outcome: status === 200 ? 'token' : body.code,
    handoutId: status === 200 ? body.handoutId : null,
  });

  it('holds exactly one record for each request of a mixed day on two replicas, refusals included', async () => {
    await world.database.pool.query(
      `update grants set access_token_expires_at = now() - interval '1 second' where user_id = $1`,
      [people[0]],
    );
    const kinds: { caller: TestCaller; body: object }[] = [
      ...people.map((userId) => ({ caller: entitled, body: { userId } })),
      { caller: entitled, body: { userId: 'nobody-consented' } },
      { caller: entitled, body: { userId: people[1], scopes: ['Document.Read'] } },
      { caller: entitled, body: { userId: people[1], application: 'unknown' } },
      { caller: entitled, body: { userId: people[1], corpId: 'dingelsewhere' } },
      { caller: narrow, body: { userId: people[2] } },
    ];
    const asked = Array.from({ length: 400 }, (_, n) => {
      const { caller, body } = kinds[n % kinds.length] ?? { caller: entitled, body: {} };
      const requestId = uuidv7();
      return request(caller, requestId, body, n % 2).then((answer) => ({ requestId, answer }));
    });
    const acts = [
      consent('zhangsan'),
      consent('lisi', 'refuse'),
      consent('zhangsan'),
      world.createCaller('created-meanwhile', [everythingOfDemo]),
      world.operator('GET', '/audit-events?limit=5'),
      world.operator('PATCH', `/callers/${narrow.id}`, { name: 'badge-printer-2' }),
    ];
    const answers = await Promise.all(asked);
    await Promise.all(acts);

    const records = await recordsByRequest();
    for (const { requestId, answer } of answers) {
      expect(answer.headers.get('x-request-id')).toBe(requestId);
      expect(records.get(requestId)).toMatchObject([recordFor(answer)]);
    }
    const outcomes = new Set(answers.map(({ answer }) => recordFor(answer).outcome));
    expect(outcomes).toEqual(
      new Set(['token', 'consent_required', 'forbidden_by_policy', 'invalid_request', 'token_too_broad']),
    );
  });

  it.each([
    [
      'refuses every record',
      'alter table audit_events add constraint unwritable check (false) not valid',
      'alter table audit_events drop constraint unwritable',
    ],
    [
      'has a trigger that fails',
      `create function fail() returns trigger language plpgsql as $$ begin raise exception 'disk full' using errcode = '53100'; end $$;
       create trigger unwritable before insert on audit_events for each row execute function fail()`,
      'drop trigger unwritable on audit_events; drop function fail()',
    ],
    [
      'is renamed away',
      'alter table audit_events rename to audit_events_away',
      'alter table audit_events_away rename to audit_events',
    ],
  ])('lets no token leave while its table %s, and serves again afterwards', async (_, sabotage, repair) => {
    const before = await rowsOf(world.database.pool, 'grants');
    await world.database.pool.query(sabotage);
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => request(entitled, uuidv7(), { userId: people[n % 5] }, n % 2)),
    );
    const page = await consent('chenxi');
    await world.database.pool.query(repair);

    for (const answer of answers) {
      expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
      expect(answer.text).not.toContain('accessToken');
    }
    expect(page.code).not.toBe('granted');
    expect(await rowsOf(world.database.pool, 'grants')).toEqual(before);
    expect((await request(entitled, uuidv7(), { userId: people[0] })).status).toBe(200);
  });

  it('lets no token leave after a record that came too late, and leaves the record', async () => {
    const locker = await world.database.pool.connect();
    const requestId = uuidv7();
    try {
      await locker.query('begin');
      await locker.query('lock table audit_events in access exclusive mode');
      const answer = await request(entitled, requestId, { userId: people[0] });
      expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
    } finally {
      await locker.query('rollback');
      locker.release();
    }
    expect((await request(entitled, uuidv7(), { userId: people[0] })).status).toBe(200);
    expect((await recordsByRequest()).get(requestId)?.length ?? 0).toBeLessThanOrEqual(1);
  });

  it('loses, repeats and misnumbers nothing when its connections are killed under load', async () => {
    const answers: { requestId: string; answer: Answer }[] = [];
    const load = Array.from({ length: 24 }, async (_, worker) => {
      for (let n = 0; n < 60; n += 1) {
        const requestId = uuidv7();
        const answer = await request(entitled, requestId, { userId: people[(worker + n) % 5] }, worker % 2);
        answers.push({ requestId, answer });
      }
    });
    let killed = 0;
    let loaded = true;
    const killing = (async () => {
      while (loaded) {
        const { rowCount } = await world.database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'dingtalk-token-broker'`,
        );
        killed += rowCount ?? 0;
        const before = answers.length;
        await until('some more are answered', async () => !loaded || answers.length > before + 20);
      }
    })();
    await Promise.all(load).finally(() => {
      loaded = false;
    });
    await killing;
    expect(killed).toBeGreaterThan(4);

    const records = await recordsByRequest();
    for (const { requestId, answer } of answers) {
      const found = records.get(requestId) ?? [];
      if (answer.status === 200) expect(found).toMatchObject([recordFor(answer)]);
      else {
        expect([answer.status, answer.body.code]).toEqual([503, 'temporarily_unavailable']);
        expect(found.length).toBeLessThanOrEqual(1);
      }
    }
    expect(answers.filter(({ answer }) => answer.status === 200).length).toBeGreaterThan(0);
  });

  it('goes on with consents and operator acts whose connections are killed in the middle', async () => {
    const acts = Array.from({ length: 8 }, (_, n) =>
      n % 2 === 0
        ? consent('zhangwei1').then(({ code }) => code)
        : world.operator('GET', '/audit-events?limit=1').then(({ status }) => status),
    );
    for (let n = 0; n < 10; n += 1) {
      await world.database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name = 'dingtalk-token-broker'`,
      );
      await pause(20);
    }
    await Promise.allSettled(acts);
    for (const { url } of world.brokers) expect((await ask(`${url}/healthz`)).status).toBe(200);
    expect((await consent('zhangwei1')).code).toBe('granted');
  });

  it('says so in the overview once a record has fallen into the default partition', async () => {
    const check = async () => {
      const { body } = await world.operator('GET', '/overview');
      return (body.checks as { name: string; ok: boolean }[]).find(({ name }) => name === 'audit_partitions');
    };
    expect(await check()).toMatchObject({ ok: true });
    await world.database.pool.query(
      `insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, request_id)
       values ('-', gen_random_uuid(), now() + interval '10 years', 0, 1, 'audit.read', 'ok', 'operator:clock', 'clock-is-wrong')`,
    );
    expect(await check()).toMatchObject({ ok: false, detail: expect.stringContaining('default partition') });
  });
});
