import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

interface Listed {
  id: string;
  userId: string;
  handouts: number;
  lastHandoutBy: { name: string } | null;
}

/** Narrowing grants in a list, and ending exactly what was narrowed down to. */
describe('operators’ grants', () => {
  let world: World;
  let caller: TestCaller;
  const ids: Record<string, string> = {};

  const listed = async (query: string): Promise<Listed[]> => {
    const { status, body } = await world.operator('GET', `/grants?${query}`);
    if (status !== 200) throw new Error(`${query}: ${JSON.stringify(body)}`);
    return (body as unknown as { items: Listed[] }).items;
  };
  const whose = async (query: string) => (await listed(query)).map(({ userId }) => userId);

  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    for (const as of ['zhangsan', 'lisi', 'zhangwei1']) await consentAs(`${world.url}/consent/demo`, { as });
    await caller.requestToken({ application: 'demo', userId: 'zhangsan', scopes: seeded.scopes, purpose: '同步待办' });
    for (const { userId, id } of await listed('')) ids[userId] = id;
    await world.database.pool.query(
      `update grants set state = 'needs_consent', reason = 'indeterminate', channel = 'in_client',
         refresh_token_expires_at = now() + interval '1 hour' where user_id = 'lisi'`,
    );
    await world.database.pool.query(
      `update grants set scopes = '{Only.This}', name = 'A_b%c' where user_id = 'zhangwei1'`,
    );
  });
  afterAll(() => world?.close());

  it.each([
    ['q=张三', ['zhangsan']],
    ['q=lisi', ['lisi']],
    ['q=a_B', ['zhangwei1']],
    // What means something to LIKE is only a character here.
    ['q=%25', []],
    ['q=A_b_', []],
    ['reason=indeterminate', ['lisi']],
    ['state=needs_consent', ['lisi']],
    ['channel=in_client', ['lisi']],
    ['scope=Only.This', ['zhangwei1']],
    ['scope=Only.This&state=needs_consent', []],
    ['application=demo&sort=oldest', ['zhangsan', 'lisi', 'zhangwei1']],
    ['sort=newest', ['zhangwei1', 'lisi', 'zhangsan']],
  ])('are found by %s', async (query, expected) => {
    expect(await whose(query)).toEqual(expected);
  });

  it('are found by their own id, and by the person’s unionId', async () => {
    expect(await whose(`q=${ids.lisi}`)).toEqual(['lisi']);
    const { body } = await world.operator('GET', `/grants/${ids.lisi}`);
    expect(await whose(`q=${encodeURIComponent(String(body.unionId))}`)).toEqual(['lisi']);
  });

  it('come page by page in each order, each grant once', async () => {
    for (const sort of ['newest', 'oldest', 'consentEnds']) {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await world.operator('GET', `/grants?limit=1&sort=${sort}${cursor && `&cursor=${cursor}`}`);
        const page = body as unknown as { items: Listed[]; nextCursor: string | null };
        seen.push(...page.items.map(({ userId }) => userId));
        cursor = page.nextCursor ?? '';
      } while (cursor);
      expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 3, 3]);
      if (sort === 'consentEnds') expect(seen[0]).toBe('lisi');
    }
  });

  it('say who used them last, and which callers have', async () => {
    await world.database.pool.query(`delete from recurring_tasks where task = 'count_handouts'`);
    await until('its hand-outs are counted', async () => (await listed('q=zhangsan'))[0]?.handouts !== 0);
    expect((await listed('q=zhangsan'))[0]).toMatchObject({ handouts: 1, lastHandoutBy: { name: 'todo-sync' } });
    expect((await listed('q=lisi'))[0]).toMatchObject({ handouts: 0, lastHandoutBy: null });
    const { body } = await world.operator('GET', `/grants/${ids.zhangsan}/callers`);
    const users = [{ caller: { id: caller.id, name: 'todo-sync' }, handouts: 1 }];
    expect(body).toMatchObject({ items: users, nextCursor: null });
  });

  it('have a timeline of what changed, without the hand-outs, and one of the hand-outs alone', async () => {
    const types = async (only: string) => {
      const { body } = await world.operator('GET', `/audit-events?grantId=${ids.zhangsan}&only=${only}`);
      return (body.items as { type: string }[]).map(({ type }) => type);
    };
    expect(await types('handouts')).toEqual(['token.handed_out']);
    expect(await types('changes')).toContain('consent.granted');
    expect(await types('changes')).not.toContain('token.handed_out');
  });

  it('leave records that are searched for by several types at once, in the order in which they were written', async () => {
    const found = async (type: string, more = '') => {
      const { status, body } = await world.operator('GET', `/audit-events?type=${type}${more}`);
      return status === 200 ? (body.items as { type: string }[]).map((item) => item.type) : body.errors;
    };
    const both = 'consent.granted,token.handed_out';
    const consents = ['consent.granted', 'consent.granted', 'consent.granted'];
    expect(await found(both)).toEqual(['token.handed_out', ...consents]);
    expect(await found(both, '&only=changes')).toEqual(consents);
    expect(await found(both, '&limit=2')).toEqual(['token.handed_out', 'consent.granted']);
    expect(await found(both, `&grantId=${ids.zhangsan}`)).toEqual(['token.handed_out', 'consent.granted']);
    expect(await found('consent.granted,no.such')).toMatchObject([{ pointer: '/type' }]);
    expect(await found('consent.granted,')).toMatchObject([{ pointer: '/type' }]);
  });

  it('end in bulk as they were narrowed and chosen, and no other', async () => {
    const preview = async (filter: object) => (await world.operator('POST', '/revocations/preview', { filter })).body;
    expect(await preview({ scope: 'Only.This' })).toMatchObject({ grants: 1 });
    expect(await preview({ q: '张三', state: 'active' })).toMatchObject({
      grants: 1,
      liveHandouts: 1,
      callers: [{ callerId: caller.id, name: 'todo-sync', liveHandouts: 1 }],
    });
    const { previewToken, grants } = await preview({ grantIds: [ids.lisi, ids.zhangwei1] });
    expect(grants).toBe(2);
    const { status, body: job } = await world.operator('POST', '/revocations', {
      previewToken,
      reason: 'two of three',
    });
    expect(status).toBe(202);
    await until('the job has ended', async () => {
      const { body } = await world.operator('GET', `/jobs/${job.id}`);
      return body.state === 'done';
    });
    expect(await whose('state=active')).toEqual(['zhangsan']);
    expect((await whose('state=revoked')).sort()).toEqual(['lisi', 'zhangwei1']);
  });

  it('are compared with DingTalk when an operator asks, which is recorded: what the person took back is gone', async () => {
    await world.emulator.control('POST', '/consents/withdraw', { clientId: seeded.clientId, person: 'zhangsan' });
    const { status, body } = await world.operator('POST', `/grants/${ids.zhangsan}/observe`);
    expect([status, body]).toMatchObject([200, { id: ids.zhangsan, state: 'needs_consent', reason: 'withdrawn' }]);
    const { body: trail } = await world.operator('GET', '/audit-events?type=grant.checked');
    expect(trail.items).toMatchObject([{ actor: 'operator:bootstrap', grantId: ids.zhangsan, outcome: 'ok' }]);
    expect((await world.operator('POST', `/grants/${ids.lisi}/observe`)).body.code).toBe('conflict');
  });
});
