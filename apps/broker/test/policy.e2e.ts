import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
const reading = { application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token', 'handle'] };

describe('explaining policy', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
  });
  afterAll(() => world.close());

  const explain = (question: object) =>
    world.operator('POST', '/policy/explain', { caller: 'todo-sync', ...asked, ...question });
  const entitled = (entitlements: readonly object[]) =>
    world.operator('PATCH', `/callers/${caller.id}`, { entitlements });

  it.each<[string, object, object]>([
    ['as it stands', {}, {}],
    ['for another application', { application: 'demo2' }, {}],
    ['for a scope beyond it', {}, { scopes: ['Contact.User.Read', 'Document.Read'] }],
    ['for a person beyond it', { people: { persons: [{ userId: 'lisi' }] } }, {}],
    ['without the purpose it requires', { purposeRequired: true }, {}],
    ['after it has expired', { expiresAt: '2020-01-01T00:00:00Z' }, {}],
    ['by another delivery', { delivery: ['handle'] }, {}],
    ['for another organisation', {}, { corpId: 'dingelsewhere' }],
  ])('decides about an entitlement %s by the rule the caller is then answered with', async (_, change, question) => {
    const { application, ...rest } = { ...everythingOfDemo, ...change };
    await entitled([{ ...rest, application: 'demo' }]);
    const answer = await caller.requestToken({ ...asked, ...question, application });
    const { status, body } = await explain({ ...question, application });
    expect(status).toBe(200);
    const denied = ['forbidden_by_policy', 'invalid_request'].includes(String(answer.body.code));
    expect(body).toMatchObject({ allowed: !denied, code: denied ? answer.body.code : null });
    if (answer.body.code === 'forbidden_by_policy') expect(body.rule).toBe(answer.body.rule);
    if (answer.body.code === 'invalid_request') expect(body.errors).toEqual(answer.body.errors);
  });

  it('says of each entitlement the first dimension on which it fails', async () => {
    await entitled([
      { ...everythingOfDemo, delivery: ['handle'] },
      { ...everythingOfDemo, people: { organisations: ['dingelsewhere'] } },
      reading,
    ]);
    const { body } = await explain({ scopes: ['Contact.User.Read', 'Todo.Todo.Write'] });
    expect(body).toMatchObject({
      allowed: false,
      rule: 'people',
      entitlements: [
        { position: 1, failsOn: 'delivery', missingScopes: [] },
        { position: 2, failsOn: 'people', missingScopes: [] },
        { position: 3, failsOn: 'scopes', missingScopes: ['Todo.Todo.Write'] },
      ],
    });
  });

  it('says that a raw token will be too broad, and with what, before the caller finds out', async () => {
    await entitled([reading]);
    const { body } = await explain({});
    const beyond = seeded.scopes.filter((scope) => scope !== 'Contact.User.Read').sort();
    expect(body).toMatchObject({ allowed: true, rule: 'todo-sync/1', candidates: [{ rawToken: 'too_broad', beyond }] });
    const { body: refusal } = await caller.requestToken(asked);
    expect(refusal).toMatchObject({ code: 'token_too_broad', beyond });
  });

  it('names what is suspended', async () => {
    await entitled([everythingOfDemo]);
    await world.operator('POST', `/organisations/${seeded.corpId}/suspend`, { reason: 'under investigation' });
    expect((await explain({})).body).toMatchObject({
      rule: 'suspended',
      suspended: { kind: 'organisation', corpId: seeded.corpId, application: null, scope: null },
    });
    await world.operator('POST', `/organisations/${seeded.corpId}/resume`, { reason: 'settled' });
    await world.operator('POST', `/callers/${caller.id}/disable`);
    expect((await explain({})).body).toMatchObject({
      rule: 'suspended',
      suspended: { kind: 'caller' },
      entitlements: [{ failsOn: null }],
    });
    await world.operator('POST', `/callers/${caller.id}/enable`);
  });

  it('judges a draft instead of what is saved, saves nothing of it, and refuses what could not be saved', async () => {
    await entitled([everythingOfDemo]);
    const draft = { entitlements: [{ ...everythingOfDemo, people: { persons: [{ userId: 'lisi' }] } }] };
    expect((await explain(draft)).body).toMatchObject({ allowed: false, rule: 'people' });
    expect((await caller.requestToken(asked)).status).toBe(200);
    const unknown = await explain({ entitlements: [{ ...everythingOfDemo, application: 'unheard-of' }] });
    expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: '/entitlements/0/application' }] } });
  });

  it('takes a caller by its id too, and knows no others', async () => {
    expect((await explain({ caller: caller.id })).body).toMatchObject({ allowed: true, caller: { name: 'todo-sync' } });
    expect((await explain({ caller: 'nobody' })).status).toBe(404);
  });

  it('is recorded: who asked what about whom', async () => {
    const { headers } = await explain({ delivery: 'handle' });
    const { body } = await world.operator('GET', `/audit-events?requestId=${headers.get('x-request-id')}`);
    expect(body.items).toMatchObject([
      {
        type: 'policy.read',
        actor: 'operator:bootstrap',
        callerId: caller.id,
        userId: 'zhangsan',
        scopes: asked.scopes,
        details: { view: 'explanation', delivery: 'handle', draft: false },
      },
    ]);
  });
});
