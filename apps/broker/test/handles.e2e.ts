import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { recordOf } from './harness/trail.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const todo = ['Todo.PersonalTodo.Write'];

describe('a handle', () => {
  let world: World;
  let caller: TestCaller;
  let token: string;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [{ application: 'demo', scopes: todo, delivery: ['handle'] }]);
    token = await caller.accessToken();
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    await consentAs(`${world.url}/consent/demo`, { as: 'lisi' });
  });
  afterAll(() => world?.close());

  const post = (path: string, json?: object) =>
    ask(`${world.url}/v1${path}`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, json });
  const handle = (change: object = {}) =>
    post('/handles', { application: 'demo', userId: 'zhangsan', scopes: todo, purpose: 'sync', ...change });
  const kept = async (handoutId: unknown) => {
    const { rows } = await world.database.pool.query('select * from handles where handout_id = $1', [handoutId]);
    return rows;
  };

  it('carries what was asked for although its token carries more, for ten minutes unless told otherwise', async () => {
    const { status, body } = await handle();
    expect(status).toBe(200);
    expect(body).toEqual({
      handle: expect.stringMatching(/^dth\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/),
      expiresAt: expect.any(String),
      scopes: todo,
      handoutId: expect.any(String),
    });
    const [row] = await kept(body.handoutId);
    expect(row.expires_at - row.issued_at).toBe(600_000);
    expect(row.expires_at.toISOString()).toBe(body.expiresAt);
    const [short] = await kept((await handle({ ttlSeconds: 7 })).body.handoutId);
    expect(short.expires_at - short.issued_at).toBe(7_000);
  });

  it('never lives longer than the token behind it', async () => {
    const { body } = await handle({ ttlSeconds: 7_200, userId: 'lisi' });
    const { rows } = await world.database.pool.query(
      `select access_token_expires_at from grants where user_id = 'lisi' and state = 'active'`,
    );
    expect(body.expiresAt).toBe(rows[0].access_token_expires_at.toISOString());
  });

  it('is kept as a hash, and recorded without itself', async () => {
    const { body, headers } = await handle();
    const [row] = await kept(body.handoutId);
    const secret = String(body.handle).split('.')[2] ?? '';
    expect(row.handle_hash).toEqual(createHash('sha256').update(secret).digest());
    const record = await recordOf(world.database.pool, headers.get('x-request-id') ?? '');
    expect(record).toMatchObject({ outcome: 'handle', handoutId: body.handoutId });
    expect(JSON.stringify([row, record])).not.toContain(secret);
  });

  it('is what a caller gets where a raw token would be too broad', async () => {
    const wide = await world.createCaller('wide', [
      { application: 'demo', scopes: todo, delivery: ['token', 'handle'] },
    ]);
    const refused = await wide.requestToken({ application: 'demo', userId: 'zhangsan', scopes: todo });
    expect(refused.body).toMatchObject({ code: 'token_too_broad', handleUrl: `${world.url}/v1/handles` });
    const answer = await ask(String(refused.body.handleUrl), {
      headers: { authorization: `Bearer ${await wide.accessToken()}` },
      json: { application: 'demo', userId: 'zhangsan', scopes: todo },
    });
    expect(answer.status).toBe(200);
  });

  it('is refused beyond the entitlement, and where it says token only', async () => {
    expect((await handle({ scopes: ['Calendar.Event.Write'] })).body).toMatchObject({ rule: 'scopes' });
    const tokens = await world.createCaller('tokens', [everythingOfDemo]);
    const answer = await ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${await tokens.accessToken()}` },
      json: { application: 'demo', userId: 'zhangsan', scopes: todo },
    });
    expect(answer.body).toMatchObject({ code: 'forbidden_by_policy', rule: 'delivery' });
  });

  it('ends when its caller gives it back', async () => {
    const { body } = await handle();
    const returned = await post(`/handouts/${body.handoutId}/return`);
    expect(returned.body).toMatchObject({ handoutId: body.handoutId, upstreamLiveUntil: null });
    const [row] = await kept(body.handoutId);
    expect(row.ended_at).not.toBeNull();
  });

  it('is on no receipt: it ends with its grant, and only tokens live on at DingTalk', async () => {
    const { body } = await handle({ userId: 'lisi' });
    const { id } = await world.liveGrant('lisi');
    const receipt = await world.operator('POST', `/grants/${id}/revoke`, { reason: 'left' });
    expect(receipt.body.liveHandouts).toEqual([]);
    expect(await kept(body.handoutId)).toHaveLength(1);
  });
});
