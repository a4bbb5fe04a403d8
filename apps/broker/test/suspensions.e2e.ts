import { Suspensions, type SuspensionWord } from '@app/callers';
import { Database } from '@app/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { answerAtDingTalk, consentAs, consentPage } from './harness/person.js';
import { rowsOf } from './harness/rows.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const reason = 'under investigation';
const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
const suspended = { status: 403, body: { code: 'forbidden_by_policy', rule: 'suspended' } };

describe('suspending an organisation or a scope', () => {
  let world: World;
  let caller: TestCaller;
  let whole: TestCaller;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    whole = await world.createCaller('legacy', [
      { ...everythingOfDemo, scopes: ['Contact.User.Read'], wholeToken: true, wholeTokenReason: 'older than handles' },
    ]);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
  });
  afterAll(() => world.close());

  const say = (subject: string, what: string, json: object = { reason }) =>
    world.operator('POST', `/${subject}/${what}`, json);
  const organisation = `organisations/${seeded.corpId}`;
  const scope = (code: string) => `scopes/${code}`;
  const onOtherReplica = (who: TestCaller, body: object = asked) => who.requestToken(body, world.brokers[1]?.url);

  it.each<[string, string]>([
    ['an organisation', organisation],
    ['a scope that is asked for', scope('Contact.User.Read')],
    ['a scope that the token would carry unasked', scope('Todo.Todo.Write')],
  ])('keeps tokens in for %s from the very next hand-out on, on the other replica too', async (_, subject) => {
    for (const who of [caller, whole]) expect((await onOtherReplica(who)).status).toBe(200);
    expect(await say(subject, 'suspend')).toMatchObject({ status: 200, body: { reason, liftedAt: null } });
    for (const who of [caller, whole]) expect(await onOtherReplica(who)).toMatchObject(suspended);
    expect(await caller.requestToken(asked)).toMatchObject(suspended);
    expect((await say(subject, 'resume')).body.liftedAt).not.toBeNull();
    for (const who of [caller, whole]) expect((await onOtherReplica(who)).status).toBe(200);
  });

  it('leaves other organisations and scopes that no token carries alone', async () => {
    for (const subject of ['organisations/dingelsewhere', scope('Document.Read')]) {
      await say(subject, 'suspend');
      expect((await onOtherReplica(caller)).status).toBe(200);
      await say(subject, 'resume');
    }
  });

  it('answers the same for a person who exists and for one who does not', async () => {
    await say(organisation, 'suspend');
    const answers = await Promise.all(
      ['zhangsan', 'nobody'].map((userId) => caller.requestToken({ ...asked, userId })),
    );
    const [known, unknown] = answers.map(({ status, body: { requestId: _, ...body } }) => ({ status, body }));
    expect(known).toEqual(unknown);
    await say(organisation, 'resume');
  });

  it('is recorded once with who and why, and asking again changes nothing', async () => {
    const first = await say(organisation, 'suspend', { reason: 'leak' });
    const again = await say(organisation, 'suspend', { reason: 'leak, still' });
    expect(again).toMatchObject({
      status: 200,
      body: { id: first.body.id, reason: 'leak', actor: 'operator:bootstrap' },
    });
    await say(organisation, 'resume', { reason: 'closed' });
    expect((await say(organisation, 'resume')).body.code).toBe('conflict');
    const { body } = await world.operator('GET', '/audit-events?limit=20');
    const records = (body.items as { type: string; corpId: string; details: unknown }[]).filter(({ type }) =>
      type.startsWith('organisation.'),
    );
    expect(records.slice(0, 2)).toMatchObject([
      { type: 'organisation.resumed', corpId: seeded.corpId, details: { reason: 'closed' } },
      { type: 'organisation.suspended', corpId: seeded.corpId, details: { reason: 'leak' } },
    ]);
  });

  it('asks for a reason, and for a scope that could be one', async () => {
    expect((await say(organisation, 'suspend', {})).status).toBe(400);
    expect((await say(scope('not%20a%20scope'), 'suspend')).status).toBe(400);
  });

  it('lists what holds and what was lifted, newest first, page by page', async () => {
    const codes = ['Document.Read', 'Drive.File.Read', 'Card.Instance.Write'];
    for (const code of codes) await say(scope(code), 'suspend');
    const pages: string[] = [];
    let cursor = '';
    do {
      const { body } = await world.operator('GET', `/suspensions?kind=scope&holds=true&limit=2${cursor}`);
      pages.push(...(body.items as { scope: string }[]).map((item) => item.scope));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(pages).toEqual(codes.toReversed());
    for (const code of codes) await say(scope(code), 'resume');
    expect((await world.operator('GET', '/suspensions?holds=true')).body.items).toEqual([]);
    expect((await world.operator('GET', '/suspensions?holds=perhaps')).status).toBe(400);
  });

  describe('while a person consents', () => {
    beforeEach(() => say(organisation, 'suspend'));
    afterEach(() => say(organisation, 'resume'));

    it('ends on the page that says so, before DingTalk is asked', async () => {
      expect((await consentPage(`${world.url}/consent/demo`)).code).toBe('application_suspended');
    });

    it('stores nothing where it was suspended on the way', async () => {
      await say(organisation, 'resume');
      const { browser, callbackUrl } = await answerAtDingTalk(`${world.url}/consent/demo`, { as: 'lisi' });
      await say(organisation, 'suspend');
      const before = await rowsOf(world.database.pool, 'grants');
      expect((await consentPage(callbackUrl, browser)).code).toBe('application_suspended');
      expect(await rowsOf(world.database.pool, 'grants')).toEqual(before);
    });
  });

  describe('by two sources, one of which repeats itself and comes late', () => {
    const subject = { kind: 'application_in_organisation', application: 'demo', corpId: seeded.corpId } as const;
    const word = (at: string): SuspensionWord => ({
      subject,
      source: 'dingtalk',
      actor: 'dingtalk',
      reason: 'stopped',
      at: new Date(`2026-11-21T08:00:${at}Z`),
    });
    let database: Database;
    let suspensions: Suspensions;
    beforeAll(() => {
      database = new Database({ pool: world.database.pool, prepared: false });
      suspensions = new Suspensions(database);
    });
    const suspend = (said: SuspensionWord) => database.transaction((tx) => suspensions.suspend(tx, said));
    const lift = (said: SuspensionWord) => database.transaction((tx) => suspensions.lift(tx, said));
    const holds = async () => (await suspensions.all()).some((each) => each.kind === subject.kind);

    it('obeys the newest word, whatever the order and however often it comes', async () => {
      expect(await lift(word('02'))).toBe(false);
      expect(await suspend(word('01'))).toBe(false);
      expect(await holds()).toBe(false);
      expect(await suspend(word('03'))).toBe(true);
      expect(await suspend(word('03'))).toBe(false);
      expect(await suspend(word('06'))).toBe(false);
      expect(await lift(word('05'))).toBe(false);
      expect(await onOtherReplica(caller)).toMatchObject(suspended);
      expect(await lift(word('07'))).toBe(true);
      expect((await onOtherReplica(caller)).status).toBe(200);
    });

    it('stays suspended until the last source has lifted it', async () => {
      await suspend(word('10'));
      const operators: SuspensionWord = { subject, source: 'operator', actor: 'operator:a', reason: 'too' };
      expect(await suspend(operators)).toBe(true);
      expect(await lift(word('11'))).toBe(true);
      expect(await onOtherReplica(caller)).toMatchObject(suspended);
      expect(await lift(operators)).toBe(true);
      expect((await onOtherReplica(caller)).status).toBe(200);
    });
  });
});
