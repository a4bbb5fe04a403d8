import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
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

  it('is about a draft that can be saved only over what it was made from', async () => {
    const { body: seen } = await entitled([everythingOfDemo]);
    const save = (policyVersion: unknown) =>
      world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [everythingOfDemo, reading], policyVersion });
    expect(await save(seen.policyVersion)).toMatchObject({ status: 200, body: { entitlements: { length: 2 } } });
    const late = await save(seen.policyVersion);
    expect(late).toMatchObject({ status: 409, body: { policyVersion: Number(seen.policyVersion) + 1 } });
  });

  it('takes a caller by its id too, and knows no others', async () => {
    expect((await explain({ caller: caller.id })).body).toMatchObject({ allowed: true, caller: { name: 'todo-sync' } });
    expect((await explain({ caller: 'nobody' })).status).toBe(404);
  });

  describe('replaying hand-outs', () => {
    let service: TestCaller;
    const both = { ...everythingOfDemo, delivery: ['token', 'handle'] };
    const replay = (entitlements: readonly object[]) =>
      world.operator('POST', `/callers/${service.id}/replay`, { entitlements });
    beforeAll(async () => {
      service = await world.createCaller('busy', [both]);
      expect((await service.requestToken(asked)).status).toBe(200);
      expect((await service.requestToken({ ...asked, purpose: 'sync' })).status).toBe(200);
      const headers = { authorization: `Bearer ${await service.accessToken()}` };
      expect((await ask(`${world.url}/v1/handles`, { headers, json: asked })).status).toBe(200);
      expect((await service.requestToken({ ...asked, scopes: ['Document.Read'] })).status).toBe(403);
    });

    it.each<[string, readonly object[], readonly object[]]>([
      ['nothing, where nothing changes', [both], []],
      [
        'raw tokens, where only handles are left',
        [{ ...both, delivery: ['handle'] }],
        [{ rule: 'delivery', count: 2 }],
      ],
      [
        'whatever is of others',
        [{ ...both, people: { persons: [{ userId: 'lisi' }] } }],
        [{ rule: 'people', count: 3 }],
      ],
      [
        'what would be wider, and what was asked beyond',
        [{ ...both, scopes: ['Todo.Todo.Write'] }],
        [
          { rule: 'token_too_broad', count: 2 },
          { rule: 'scopes', count: 1 },
        ],
      ],
      ['what had no purpose', [{ ...both, purposeRequired: true }], [{ rule: 'purpose_required', count: 2 }]],
      ['everything, where nothing is left', [], [{ rule: 'no_entitlement', count: 3 }]],
    ])('says of what left which rule would have refused it: %s', async (_, entitlements, rules) => {
      const { status, body } = await replay(entitlements);
      expect(status).toBe(200);
      expect(body).toMatchObject({ sampled: false, lookedAt: 3, refusedAlready: 0, unclear: 0, rules });
      const examples = body.examples as { rule: string; userId: string; handoutId: string }[];
      expect(new Set(examples.map(({ rule }) => rule))).toEqual(
        new Set((body.rules as { rule: string }[]).map(({ rule }) => rule)),
      );
      for (const { userId, handoutId } of examples) {
        expect(userId).toBe('zhangsan');
        expect((await world.operator('GET', `/audit-events/${handoutId}`)).body).toMatchObject({
          outcome: expect.any(String),
        });
      }
    });

    it('tells what stands already refuses, knows no other callers or applications, and is recorded', async () => {
      await world.operator('PATCH', `/callers/${service.id}`, { entitlements: [{ ...both, delivery: ['handle'] }] });
      const { body, headers } = await replay([]);
      expect(body).toMatchObject({ refused: 3, refusedAlready: 2 });
      const { body: trail } = await world.operator('GET', `/audit-events?requestId=${headers.get('x-request-id')}`);
      const details = { view: 'replay', lookedAt: 3, sampled: false };
      expect(trail.items).toMatchObject([{ type: 'audit.read', callerId: service.id, details }]);
      expect((await replay([{ ...both, application: 'unheard-of' }])).status).toBe(400);
      const nobody = '01a1fbcf-a63b-769e-a2dd-7720d501636c';
      expect((await world.operator('POST', `/callers/${nobody}/replay`, { entitlements: [] })).status).toBe(404);
    });

    it('looks at a sample where there is too much to look at, and says so', async () => {
      const { rows } = await world.database.pool.query(
        `insert into audit_events (corp_id, id, occurred_at, lane, seq, type, outcome, actor, caller_id, grant_id, application, user_id,
           union_id, scopes, handout_id, delivery, request_id)
         select corp_id, gen_random_uuid(), now() - interval '30 days' * n / 12000, 0, n, type, outcome, actor, caller_id, grant_id, application,
           user_id, union_id, scopes, gen_random_uuid(), delivery, request_id
         from (select * from audit_events where caller_id = $1 and delivery = 'handle') e, generate_series(1, 12000) n returning 1`,
        [service.id],
      );
      expect(rows).toHaveLength(12_000);
      const { body } = await replay([]);
      expect(body).toMatchObject({ sampled: true, refused: body.lookedAt });
      expect(body.lookedAt).toBeGreaterThan(9_000);
      expect(body.lookedAt).toBeLessThanOrEqual(10_080);
    });
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
