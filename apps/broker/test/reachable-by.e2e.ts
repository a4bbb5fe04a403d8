import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };

describe('who can get a person’s tokens', () => {
  let world: World;
  let caller: TestCaller;
  let unionId: string;
  let grantId: string;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    const others = [
      { name: 'meeting', kind: 'isv' },
      { name: 'notes', kind: 'personal' },
    ];
    for (const other of others) {
      const answer = await world.operator('POST', '/applications', {
        ...other,
        clientId: `ding${other.name}`,
        clientSecret: 'x'.repeat(40),
        scopes: seeded.scopes,
      });
      expect(answer.status).toBe(201);
    }
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
    const { body } = await caller.requestToken(asked);
    unionId = String(body.unionId);
    grantId = String(body.grantId);
  });
  afterAll(() => world.close());

  const entitled = (entitlements: readonly object[]) =>
    world.operator('PATCH', `/callers/${caller.id}`, { entitlements });
  const reach = async (query = '', person = unionId) => {
    const { status, body } = await world.operator('GET', `/people/${person}/reachable-by?${query}`);
    expect(status).toBe(200);
    return body as { items: Record<string, unknown>[]; nextCursor: string | null };
  };

  it('names the entitlement, the grant it reaches, what leaves, and when it last did', async () => {
    await entitled([everythingOfDemo]);
    const { body: handout } = await caller.requestToken(asked);
    const { items, nextCursor } = await reach();
    expect(nextCursor).toBeNull();
    expect(items).toMatchObject([
      {
        caller: { id: caller.id, name: 'todo-sync', disabled: false },
        rule: 'todo-sync/1',
        application: 'demo',
        corpId: seeded.corpId,
        userId: 'zhangsan',
        grant: { id: grantId, state: 'active', scopes: handout.scopes },
        scopes: seeded.scopes,
        delivery: ['token'],
        rawToken: 'leaves',
        suspended: null,
      },
    ]);
    const { body: trail } = await world.operator(
      'GET',
      `/audit-events?grantId=${grantId}&type=token.handed_out&limit=1`,
    );
    expect(items[0]?.lastHandoutAt).toBe((trail.items as { occurredAt: string }[])[0]?.occurredAt);
  });

  const reading = { ...everythingOfDemo, scopes: ['Contact.User.Read'] };
  const beyond = seeded.scopes.filter((scope) => scope !== 'Contact.User.Read').sort();
  it.each<[string, object[], object]>([
    ['a handle only, where a raw token would be too broad', [reading], { rawToken: 'too_broad', beyond }],
    [
      'a raw token, where another entitlement of the caller covers the rest',
      [reading, everythingOfDemo],
      { rawToken: 'leaves', beyond: [] },
    ],
    [
      'a handle only, where what covers the rest has expired',
      [reading, { ...everythingOfDemo, expiresAt: '2020-01-01T00:00:00Z' }],
      { rawToken: 'too_broad', beyond },
    ],
    [
      'a raw token of any width',
      [{ ...reading, wholeToken: true, wholeTokenReason: 'legacy' }],
      { rawToken: 'leaves', beyond: [] },
    ],
    ['handles, where it delivers nothing else', [{ ...reading, delivery: ['handle'] }], { rawToken: null, beyond: [] }],
  ])('says that it is %s', async (_, entitlements, width) => {
    await entitled(entitlements);
    expect((await reach()).items[0]).toMatchObject({ rule: 'todo-sync/1', ...width });
  });

  it('says what keeps a caller out for now, and keeps it on the list', async () => {
    await entitled([everythingOfDemo]);
    await world.operator('POST', `/callers/${caller.id}/disable`);
    expect((await reach()).items).toMatchObject([{ caller: { disabled: true }, suspended: { kind: 'caller' } }]);
    await world.operator('POST', `/callers/${caller.id}/enable`);
    await world.operator('POST', '/applications/demo/suspend');
    await world.operator('POST', `/organisations/${seeded.corpId}/suspend`, { reason: 'under investigation' });
    expect((await reach()).items).toMatchObject([{ rawToken: 'leaves', suspended: { kind: expect.any(String) } }]);
    await world.operator('POST', `/organisations/${seeded.corpId}/resume`, { reason: 'settled' });
    await world.operator('POST', '/applications/demo/resume');
    expect((await reach()).items).toMatchObject([{ suspended: null }]);
  });

  const people = [
    undefined,
    { organisations: [seeded.corpId] },
    { organisations: ['dingelsewhere'] },
    { persons: [{ userId: 'zhangsan' }] },
    { persons: [{ userId: 'lisi' }] },
    { persons: [{ userId: 'lisi' }, { userId: 'zhangsan', corpId: seeded.corpId }] },
    { persons: [{ userId: 'zhangsan', corpId: 'dingelsewhere' }] },
    { persons: [{ unionId: 'UNION' }] },
    { persons: [{ unionId: 'UNION', corpId: seeded.corpId }] },
    { persons: [{ unionId: 'UNION', corpId: 'dingelsewhere' }] },
    { persons: [{ userId: 'lisi', unionId: 'UNION' }] },
    { organisations: ['-'] },
  ];

  it('lists an entitlement exactly where a request by one of the person’s ids would be allowed', async () => {
    const each = people.map((whom) =>
      whom ? JSON.parse(JSON.stringify(whom).replaceAll('UNION', unionId)) : undefined,
    );
    const entitlements = ['demo', 'meeting', 'notes'].flatMap((application) =>
      each.map((whom) => ({ ...everythingOfDemo, application, ...(whom && { people: whom }) })),
    );
    await entitled(entitlements);
    const { items } = await reach('limit=200');
    const ids = [{ unionId }, { userId: 'zhangsan' }];
    const expected: string[] = [];
    for (const [index, entitlement] of entitlements.entries()) {
      const corpId = entitlement.application === 'notes' ? '-' : seeded.corpId;
      const answers = await Promise.all(
        ids.map((id) =>
          world.operator('POST', '/policy/explain', {
            ...{ caller: caller.id, application: entitlement.application, corpId, scopes: asked.scopes, ...id },
            entitlements: [entitlement],
          }),
        ),
      );
      if (answers.some(({ body }) => body.allowed)) expected.push(`todo-sync/${index + 1}`);
    }
    expect(expected.length).toBeGreaterThan(10);
    expect(items.map(({ rule }) => rule)).toEqual(expected);
    expect(items.map(({ application, grant }) => (application === 'demo') === (grant !== null))).not.toContain(false);
  });

  it('pages through the same list, whatever the size of the page, and filters it', async () => {
    const { items } = await reach('limit=200');
    const paged: Record<string, unknown>[] = [];
    let cursor: string | null = null;
    do {
      const page = await reach(`limit=7${cursor === null ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(items);
    expect((await reach('limit=200&application=notes')).items).toEqual(
      items.filter(({ application }) => application === 'notes'),
    );
    expect((await reach('limit=200&corpId=-')).items).toEqual(items.filter(({ corpId }) => corpId === '-'));
  });

  it('tells of a person nobody has heard of who could, once they consent', async () => {
    await entitled([everythingOfDemo, { ...everythingOfDemo, application: 'meeting' }]);
    const { items } = await reach('', 'nobody-yet');
    expect(items).toMatchObject([{ rule: 'todo-sync/1', grant: null, userId: null, lastHandoutAt: null }]);
  });

  it('is recorded', async () => {
    const { headers } = await world.operator('GET', `/people/${unionId}/reachable-by?application=demo`);
    const { body } = await world.operator('GET', `/audit-events?requestId=${headers.get('x-request-id')}`);
    expect(body.items).toMatchObject([
      { type: 'policy.read', actor: 'operator:bootstrap', unionId, application: 'demo', details: { view: 'reach' } },
    ]);
  });
});
