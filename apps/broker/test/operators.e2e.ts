import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { type Answer, ask } from './harness/http.js';
import { startWorld, type World } from './harness/world.js';

const DAY_MS = 86_400_000;
const soon = () => new Date(Date.now() + DAY_MS).toISOString();

interface Described {
  readonly 'x-permission'?: string;
}

describe('operators', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
  });
  afterAll(() => world?.close());

  let names = 0;
  async function operator(role: string, more: object = {}): Promise<{ id: string; name: string }> {
    names += 1;
    const { status, body, text } = await world.operator('POST', '/operators', {
      name: `${role}-${names}`,
      role,
      ...more,
    });
    if (status !== 201) throw new Error(text);
    return body as { id: string; name: string };
  }
  async function tokenOf({ id }: { id: string }, more: object = {}): Promise<string> {
    const wanted = { name: 'test', expiresAt: soon(), ...more };
    const { status, body, text } = await world.operator('POST', `/operators/${id}/tokens`, wanted);
    if (status !== 201) throw new Error(text);
    return String(body.token);
  }
  const as = (token: string, method: string, path: string, json?: unknown, broker = 1): Promise<Answer> =>
    ask(`${world.brokers[broker]?.url}${path}`, { method, headers: { authorization: `Bearer ${token}` }, json });

  it('know who they are and what they may do', async () => {
    const auditor = await operator('auditor');
    const { body } = await as(await tokenOf(auditor), 'GET', '/admin/v1/operators/me');
    expect(body).toMatchObject({ id: auditor.id, name: auditor.name, role: 'auditor' });
    expect(body.permissions).toContain('audit:read');
    expect(body.permissions).not.toContain('grants:revoke');
    expect((await world.operator('GET', '/operators/me')).body).toMatchObject({
      id: null,
      name: 'bootstrap',
      role: 'owner',
    });
  });

  it('are named in the trail by their own name', async () => {
    const admin = await operator('admin');
    const answer = await as(await tokenOf(admin), 'POST', '/admin/v1/callers', {
      name: 'by-admin',
      authMethod: 'client_secret',
    });
    expect(answer.status).toBe(201);
    const { body } = await world.operator('GET', `/audit-events?requestId=${answer.headers.get('x-request-id')}`);
    expect(body.items).toMatchObject([{ type: 'caller.created', actor: `operator:${admin.name}` }]);
  });

  describe('a token', () => {
    it('is in the answer once, and nowhere else', async () => {
      const admin = await operator('admin');
      const token = await tokenOf(admin);
      await as(token, 'GET', '/admin/v1/operators/me');
      const listed = await world.operator('GET', `/operators/${admin.id}/tokens`);
      expect(listed.body.items).toMatchObject([{ name: 'test', revokedAt: null, lastUsedAt: expect.any(String) }]);
      expect(listed.text).not.toContain(token);
      const { rows } = await world.database.pool.query('select to_jsonb(t)::text as row from operator_tokens t');
      expect(rows.map(({ row }) => row).join()).not.toContain(token);
    });

    it.each([
      ['revoked', (id: string, tokenId: string) => world.operator('POST', `/operators/${id}/tokens/${tokenId}/revoke`)],
      ['of an operator that was disabled', (id: string) => world.operator('POST', `/operators/${id}/disable`)],
      [
        'expired',
        (_: string, tokenId: string) =>
          world.database.pool.query('update operator_tokens set expires_at = now() where id = $1', [tokenId]),
      ],
    ])('%s is not known from the next request on, on every replica', async (_, end) => {
      const admin = await operator('admin');
      const { body } = await world.operator('POST', `/operators/${admin.id}/tokens`, { name: 't', expiresAt: soon() });
      const token = String(body.token);
      expect((await as(token, 'GET', '/admin/v1/operators')).status).toBe(200);
      await end(admin.id, String(body.id));
      for (const broker of [0, 1]) {
        expect((await as(token, 'GET', '/admin/v1/operators', undefined, broker)).status).toBe(401);
      }
    });

    it('can be kept from some of what its operator may do, and given nothing beyond', async () => {
      const admin = await operator('admin');
      const reader = await tokenOf(admin, { permissions: ['audit:read'] });
      expect((await as(reader, 'GET', '/admin/v1/audit-events')).status).toBe(200);
      expect((await as(reader, 'GET', '/admin/v1/grants')).body).toMatchObject({
        code: 'forbidden',
        permission: 'grants:read',
      });
      for (const permissions of [['operators:write'], ['no:such']]) {
        const refused = await world.operator('POST', `/operators/${admin.id}/tokens`, {
          name: 't',
          expiresAt: soon(),
          permissions,
        });
        expect(refused.body.errors).toEqual([{ pointer: '/permissions/0', reason: 'is not the role’s: admin' }]);
      }
    });

    it('loses what its operator’s role loses', async () => {
      const admin = await operator('admin');
      const token = await tokenOf(admin);
      await world.operator('PATCH', `/operators/${admin.id}`, { role: 'auditor' });
      expect((await as(token, 'POST', '/admin/v1/callers', { name: 'no', authMethod: 'client_secret' })).status).toBe(
        403,
      );
    });

    it('ends within a year', async () => {
      const { id } = await operator('auditor');
      for (const days of [-1, 0, 400]) {
        const expiresAt = new Date(Date.now() + days * DAY_MS).toISOString();
        const { body } = await world.operator('POST', `/operators/${id}/tokens`, { name: 't', expiresAt });
        expect([body.code, body.errors]).toMatchObject(['invalid_request', [{ pointer: '/expiresAt' }]]);
      }
    });
  });

  it('always include an owner once there is one', async () => {
    const { rows } = await world.database.pool.query(`select id from operators where role = 'owner'`);
    for (const { id } of rows) await world.operator('PATCH', `/operators/${id}`, { role: 'admin' });
    const [one, other] = [await operator('owner'), await operator('owner')];
    const both = await Promise.all([
      world.operator('POST', `/operators/${one.id}/disable`),
      world.operator('PATCH', `/operators/${other.id}`, { role: 'auditor' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('are one for each name and each person, and nobody is called bootstrap', async () => {
    const first = await operator('auditor', { unionId: 'uOne' });
    const draft = { role: 'auditor', name: 'second', unionId: null as string | null };
    const post = (change: object) => world.operator('POST', '/operators', { ...draft, ...change });
    expect((await post({ name: first.name })).status).toBe(409);
    expect((await post({ unionId: 'uOne' })).status).toBe(409);
    expect((await post({ name: 'bootstrap' })).status).toBe(400);
    expect(
      (await world.operator('PATCH', `/operators/${(await operator('auditor')).id}`, { unionId: 'uOne' })).status,
    ).toBe(409);
    expect((await world.operator('GET', `/operators/${uuidv7()}`)).status).toBe(404);
  });

  it('do what their role holds and nothing else: every route, every role', async () => {
    const { body: document } = await ask<{ paths: Record<string, Record<string, Described>> }>(
      `${world.url}/openapi.json`,
    );
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      path.startsWith('/admin/v1/')
        ? Object.entries(methods).map(([method, route]) => ({ path, method, permission: route['x-permission'] }))
        : [],
    );
    expect(routes.length).toBeGreaterThan(30);
    const holds: Record<string, string[]> = {};
    const tokens: Record<string, string> = {};
    for (const role of ['owner', 'admin', 'auditor']) {
      tokens[role] = await tokenOf(await operator(role));
      const { body } = await as(tokens[role], 'GET', '/admin/v1/operators/me');
      holds[role] = body.permissions as string[];
    }
    // Whoever audits reads, and has the trail verified: nothing changes by either.
    expect(holds.auditor?.filter((permission) => !permission.endsWith(':read'))).toEqual(['audit:verify']);
    const wrong: unknown[] = [];
    for (const { path, method, permission } of routes) {
      // Ids of nothing and empty bodies: whoever may call it gets to hear that, and nothing happens.
      const address = path.replace(/\{name\}/g, 'nothing').replace(/\{\w+\}/g, uuidv7());
      const call = (token: string) => as(token, method.toUpperCase(), address, method === 'get' ? undefined : {});
      const strangers = await call(`op_${'x'.repeat(43)}`);
      if (strangers.status !== 401) wrong.push({ method, path, stranger: strangers.status });
      for (const [role, token] of Object.entries(tokens)) {
        const { status, body } = await call(token);
        const refused = status === 403 && body.code === 'forbidden';
        if (
          permission === undefined ||
          status === 401 ||
          status >= 500 ||
          refused === holds[role]?.includes(permission)
        ) {
          wrong.push({ method, path, permission, role, status });
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
