import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { type Answer, ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const [read, mobile, personal, todo] = seeded.scopes;
const reason = 'never used, review 2026-Q4';

interface Candidate {
  readonly caller: { readonly id: string; readonly name: string };
  readonly scope: string;
  readonly decision: string;
}

describe('an access review', () => {
  let world: World;
  let hrBot: TestCaller;
  let reportBot: TestCaller;
  let auditor: string;
  let before: { givenAt: string } | undefined;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    hrBot = await world.createCaller('hr-bot', [
      { application: 'demo', scopes: [read, todo], delivery: ['handle'] },
      { application: 'demo', scopes: [personal], delivery: ['handle'], purposeRequired: true },
    ]);
    reportBot = await world.createCaller('report-bot', [
      { application: 'demo', scopes: [...seeded.scopes], delivery: ['token'] },
    ]);
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    const { body } = await world.operator('POST', '/operators', { name: 'wang-wei', role: 'auditor' });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    auditor = String(
      (await world.operator('POST', `/operators/${body.id}/tokens`, { name: 't', expiresAt })).body.token,
    );
  });
  afterAll(() => world?.close());

  const handle = async (caller: TestCaller, scopes: readonly string[]) =>
    ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${await caller.accessToken()}` },
      json: { application: 'demo', userId: 'zhangsan', scopes, purpose: 'sync' },
    });
  const candidates = async (query = ''): Promise<Candidate[]> =>
    await world.items<Candidate>(`/access-reviews/candidates?recent=true${query}`);
  const unusedOf = async ({ id }: TestCaller) => (await candidates(`&callerId=${id}`)).map(({ scope }) => scope);
  const narrowing = (scope: string, { id } = hrBot) => ({
    entitlements: [{ callerId: id, application: 'demo', scope }],
  });
  const preview = async (scope: string, caller = hrBot) =>
    (await world.operator('POST', '/access-reviews/narrow/preview', narrowing(scope, caller))).body as {
      callers: { callerId: string; policyVersion: number; remove: object[]; handleOnly: object[] }[];
      [member: string]: unknown;
    };
  const confirmed = ({ callers }: Awaited<ReturnType<typeof preview>>) => ({
    reason,
    callers: callers.map(({ callerId, policyVersion, remove }) => ({ callerId, policyVersion, remove })),
  });
  const narrow = (json: object) => world.operator('POST', '/access-reviews/narrow', json);
  const mayAsk = async (scope: string, { id }: TestCaller) => {
    const { body } = await world.operator('GET', `/scopes/${scope}`);
    return (body.mayAsk as { caller: { id: string }; givenAt: string }[]).filter(({ caller }) => caller.id === id);
  };
  const records = async (type: string) => (await world.operator('GET', `/audit-events?type=${type}`)).body.items;

  it('begins with everything that no hand-out has carried, at the very next look', async () => {
    expect(await unusedOf(hrBot)).toEqual([read, personal, todo]);
    expect((await handle(hrBot, [read])).status).toBe(200);
    expect((await handle(hrBot, [mobile])).body).toMatchObject({ code: 'forbidden_by_policy' });
    expect(await unusedOf(hrBot)).toEqual([personal, todo]);
  });

  it('counts a token for each scope it carried, because its caller had to be entitled to each', async () => {
    expect(await unusedOf(reportBot)).toHaveLength(seeded.scopes.length);
    await reportBot.requestToken({ application: 'demo', userId: 'zhangsan', scopes: [read] });
    expect(await unusedOf(reportBot)).toEqual([]);
  });

  it('says of each since when it is unused, who gave it and what stays without it', async () => {
    const { body } = await world.operator('GET', '/access-reviews/candidates?recent=true&limit=1');
    expect(body).toMatchObject({
      items: [
        {
          caller: { id: hrBot.id, name: 'hr-bot', disabled: false },
          application: 'demo',
          scope: personal,
          rules: ['hr-bot/2'],
          delivery: ['handle'],
          givenBy: 'operator:bootstrap',
          lastUsedAt: null,
          leaves: [read, todo],
          decision: 'open',
          kept: null,
        },
      ],
      nextCursor: expect.any(String),
    });
    const [item] = body.items as { givenAt: string; unusedSince: string }[];
    expect(item?.unusedSince).toBe(item?.givenAt);
    expect(Date.parse(String(body.countedUntil))).toBeGreaterThan(Date.parse(String(body.trackedSince)));
    const next = await world.operator(
      'GET',
      `/access-reviews/candidates?recent=true&limit=1&cursor=${body.nextCursor}`,
    );
    expect(next.body).toMatchObject({ items: [{ scope: todo }], nextCursor: null });
  });

  it('asks nobody about what was given only within the window', async () => {
    const { body } = await world.operator('GET', '/access-reviews/candidates');
    expect(body.items).toEqual([]);
  });

  it('shows what narrowing would leave, and does exactly that, with its record', async () => {
    [before] = await mayAsk(todo, hrBot);
    const shown = await preview(todo);
    expect(shown).toMatchObject({
      entitlements: 1,
      callers: [
        {
          name: 'hr-bot',
          before: [
            { application: 'demo', scopes: [read, todo] },
            { application: 'demo', scopes: [personal] },
          ],
          after: [
            { application: 'demo', scopes: [read] },
            { application: 'demo', scopes: [personal] },
          ],
          handleOnly: [],
        },
      ],
      used: [],
      gone: [],
    });
    const { status, body } = await narrow(confirmed(shown));
    expect([status, body]).toMatchObject([200, { entitlements: 1, callers: [{ removed: [{ scope: todo }] }] }]);
    expect((await handle(hrBot, [todo])).body).toMatchObject({ code: 'forbidden_by_policy' });
    expect(await unusedOf(hrBot)).toEqual([personal]);
    expect(await records('caller.narrowed')).toMatchObject([
      { callerId: hrBot.id, scopes: [todo], details: { reason, removed: [`demo ${todo}`] } },
    ]);
  });

  it('refuses to narrow a caller that has moved, and shows how it is now', async () => {
    const shown = await preview(personal);
    await world.operator('PATCH', `/callers/${hrBot.id}`, { name: 'hr-bot-2' });
    const refused = await narrow(confirmed(shown));
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', narrowing: { entitlements: 1 } } });
    expect(await unusedOf(hrBot)).toEqual([personal]);
    await world.operator('PATCH', `/callers/${hrBot.id}`, { name: 'hr-bot' });
  });

  it('refuses to take what has been used in the meantime', async () => {
    const { body } = await world.operator('GET', '/access-reviews/candidates?recent=true&limit=1');
    const shown = await preview(personal);
    expect((await handle(hrBot, [personal])).status).toBe(200);
    const refused = await narrow({ ...confirmed(shown), since: body.since });
    expect(refused).toMatchObject({ status: 409, body: { narrowing: { callers: [], used: [{ scope: personal }] } } });
  });

  it('warns where raw tokens would be too broad without a scope', async () => {
    const later = await world.createCaller('later-bot', [
      { application: 'demo', scopes: [...seeded.scopes], delivery: ['token'] },
    ]);
    const { callers } = await preview(mobile, later);
    expect(callers[0]?.handleOnly).toEqual([{ application: 'demo', beyond: [mobile] }]);
    const scopes = await unusedOf(later);
    expect(scopes).toHaveLength(seeded.scopes.length);
    const entitlements = scopes.map((scope) => ({ callerId: later.id, application: 'demo', scope }));
    const kept = await world.operator('POST', '/access-reviews/keep', { entitlements, reason: '=HYPERLINK("x")' });
    expect(kept.body).toEqual({ kept: scopes.length });
    expect(await candidates('&decision=open')).toEqual([]);
    expect((await candidates('&decision=kept')).map(({ caller }) => caller.name)).toEqual(
      scopes.map(() => 'later-bot'),
    );
  });

  it('restores what was taken, as one more version of the caller’s entitlements', async () => {
    const path = `/callers/${hrBot.id}`;
    const { body } = await world.operator('GET', `${path}/history`);
    const [now, first] = body.items as { policyVersion: number }[];
    expect(body.items).toMatchObject([
      { actor: 'operator:bootstrap', reason, added: [], removed: [{ application: 'demo', scope: todo }] },
      { reason: null, added: [{ scope: read }, { scope: todo }, { scope: personal }], removed: [] },
    ]);
    expect(Number(body.policyVersion)).toBeGreaterThan(Number(now?.policyVersion));
    const wanted = { version: first?.policyVersion, policyVersion: body.policyVersion, reason: 'needed after all' };
    const stale = await world.operator('POST', `${path}/restore`, { ...wanted, policyVersion: now?.policyVersion });
    expect(stale).toMatchObject({ status: 409, body: { policyVersion: body.policyVersion } });
    expect(await world.operator('POST', `${path}/restore`, wanted)).toMatchObject({
      status: 200,
      body: { entitlements: [{ scopes: [read, todo] }, { scopes: [personal], purposeRequired: true }] },
    });
    // As if it had never been gone, so that nothing escapes the next review by it.
    const [given] = await mayAsk(todo, hrBot);
    expect(given).toMatchObject({ givenAt: before?.givenAt, lastUsedAt: null });
    expect((await handle(hrBot, [todo])).status).toBe(200);
    expect(await records('caller.restored')).toMatchObject([{ details: { reason: 'needed after all' } }]);
  });

  it('goes into a file that no spreadsheet runs', async () => {
    const exported = (format: string) =>
      world.operator('GET', `/access-reviews/candidates/export?recent=true&format=${format}`);
    const { text, headers } = await exported('csv');
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).toContain('access-review-candidates.csv');
    expect(text.split('\r\n')[1]).toMatch(/^later-bot,demo,.*,kept,operator:bootstrap,[^,]+,"'=HYPERLINK\(""x""\)"$/);
    expect((await exported('json')).body.items).toEqual(await candidates());
  });

  it('is signed off as it was read and no other way, with a digest that anybody can compute from the file', async () => {
    const draft = async () => (await world.operator('GET', '/access-reviews/draft?recent=true')).body;
    const sign = ({ since, digest }: Answer['body']) =>
      world.operator('POST', '/access-reviews', { since, digest, recent: 'true', note: 'Q4' });
    const old = await draft();
    await world.createCaller('new-bot', [{ application: 'demo', scopes: [read], delivery: ['handle'] }]);
    expect(await sign(old)).toMatchObject({ status: 409, body: { draft: { open: 1 } } });
    const numbers = { unused: seeded.scopes.length + 1, narrowed: 0, kept: seeded.scopes.length, open: 1 };
    expect(await draft()).toMatchObject({ ...numbers, lastSignedAt: null });
    const signed = await sign(await draft());
    expect(signed).toMatchObject({ status: 201, body: { ...numbers, signedBy: 'operator:bootstrap', note: 'Q4' } });
    const { id, digest } = signed.body;

    expect((await world.operator('GET', '/access-reviews')).body.items).toEqual([signed.body]);
    const { body } = await world.operator('GET', `/access-reviews/${id}/export?format=json`);
    const decisions = body.decisions as object[];
    const lines = decisions.map((decision) => `${JSON.stringify(decision)}\n`);
    expect(createHash('sha256').update(lines.join('')).digest('hex')).toBe(digest);
    expect((await world.operator('GET', `/access-reviews/${id}/decisions`)).body.items).toEqual(decisions);
    expect(await records('review.signed')).toMatchObject([{ details: { reviewId: id, digest, ...numbers } }]);

    expect(await draft()).toMatchObject({
      kept: 0,
      open: seeded.scopes.length + 1,
      lastSignedAt: signed.body.signedAt,
    });
    expect((await candidates())[0]).toMatchObject({
      decision: 'open',
      kept: null,
      keptBefore: { by: 'operator:bootstrap' },
    });
  });

  it('is signed by more at once than there are connections, one after the other', async () => {
    const { body } = await world.operator('GET', '/access-reviews/draft?recent=true');
    const { since, digest } = body;
    const signing = Array.from({ length: 30 }, (_, n) =>
      world.operator('POST', '/access-reviews', { since, digest, recent: 'true', note: `${n}` }),
    );
    const statuses = (await Promise.all(signing)).map(({ status }) => status);
    expect(statuses).toEqual(Array(30).fill(201));
  });

  it('shows of each scope who granted it, may ask for it and used it', async () => {
    await until('the people were counted', async () => {
      const { body } = await world.operator('GET', `/scopes/${todo}`);
      return body.grantedBy === 1;
    });
    const { body } = await world.operator('GET', `/scopes/${todo}`);
    expect(body).toMatchObject({
      code: todo,
      name: { zh: expect.any(String), en: expect.any(String) },
      declaredBy: ['demo'],
      callers: 3,
      lastUsed: { caller: { name: 'hr-bot' }, application: 'demo' },
      suspended: false,
    });
    expect(body.mayAsk).toHaveLength(3);
    const codes = async (query: string) =>
      (await world.items<{ code: string }>(`/scopes?${query}`)).map(({ code }) => code);
    expect(await codes('q=todo.todo')).toEqual(expect.arrayContaining([todo]));
    expect(await codes('q=%E6%89%8B%E6%9C%BA&type=field')).toEqual(expect.arrayContaining([mobile]));
    expect(await codes('unused=90')).toEqual([]);
    const first = (await world.operator('GET', '/scopes?limit=2')).body;
    const second = (await world.operator('GET', `/scopes?limit=200&cursor=${first.nextCursor}`)).body;
    const all = [...(first.items as { code: string }[]), ...(second.items as { code: string }[])].map(
      ({ code }) => code,
    );
    expect(all).toEqual([...new Set(all)].sort());
    expect((await world.operator('GET', '/scopes/No.Such.Scope')).status).toBe(404);
  });

  it('can be read by an auditor, who decides nothing', async () => {
    const as = (method: string, path: string, json?: object) =>
      ask(`${world.url}/admin/v1${path}`, { method, headers: { authorization: `Bearer ${auditor}` }, json });
    expect((await as('GET', '/access-reviews/candidates')).status).toBe(200);
    expect((await as('POST', '/access-reviews/narrow/preview', narrowing(todo))).status).toBe(200);
    expect((await as('POST', '/access-reviews/keep', { ...narrowing(todo), reason })).status).toBe(403);
  });
});
