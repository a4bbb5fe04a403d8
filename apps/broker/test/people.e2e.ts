import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs, consentPage } from './harness/person.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const [read, , todo] = seeded.scopes;

interface Person {
  readonly unionId: string;
  readonly name: string;
}

describe('people, as operators see them', () => {
  let world: World;
  let hrBot: TestCaller;
  let meetingBot: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    hrBot = await world.createCaller('hr-bot', [everythingOfDemo]);
    meetingBot = await world.createCaller('meeting-bot', [{ ...everythingOfDemo, delivery: ['handle'] }]);
    for (const as of ['zhangsan', 'zhangwei1', 'zhangwei2', 'chenxi']) await consent(as);
    for (const purpose of ['sync to-dos', 'sync to-dos', 'payroll']) {
      expect((await token({ userId: 'zhangsan', purpose })).status).toBe(200);
    }
    await handle({ userId: 'zhangsan' });
  });
  afterAll(() => world?.close());

  const consent = async (as: string) => {
    expect((await consentAs(`${world.url}/consent/demo`, { as })).code).toBe('granted');
  };
  const token = (body: object) => hrBot.requestToken({ application: 'demo', scopes: [read], ...body });
  const handle = async (body: object) =>
    ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${await meetingBot.accessToken()}` },
      json: { application: 'demo', scopes: [todo], ...body },
    });
  const people = async (query: string) => (await world.operator('GET', `/people?${query}`)).body;
  const find = async (q: string) => (await people(`q=${encodeURIComponent(q)}`)).items as Person[];
  const person = async (userId: string) => {
    const [found] = await find(userId);
    if (!found) throw new Error(`${userId} was not found`);
    return found.unionId;
  };
  const records = async (query: string) => await world.items<Record<string, unknown>>(`/audit-events?${query}`);

  it('are listed by name, page by page, each once', async () => {
    const all = (await people('limit=200')).items as Person[];
    expect(all.map(({ name }) => name)).toEqual(['Chenxi Liu', '张三', '张伟', '张伟']);
    const first = await people('limit=3');
    const second = await people(`limit=3&cursor=${first.nextCursor}`);
    expect([...(first.items as Person[]), ...(second.items as Person[])]).toEqual(all);
    expect(second.nextCursor).toBeNull();
  });

  it('are found by the beginning of a name in either case, a userId or a unionId, and told apart', async () => {
    expect(await find('张伟')).toMatchObject([
      { organisations: [{ corpId: seeded.corpId, userId: expect.stringMatching(/^zhangwei[12]$/) }] },
      { organisations: [{ corpId: seeded.corpId, userId: expect.stringMatching(/^zhangwei[12]$/) }] },
    ]);
    expect(await find('chenXI')).toMatchObject([{ name: 'Chenxi Liu' }]);
    const [zhangsan] = await find('zhangsan');
    expect(zhangsan).toMatchObject({
      name: '张三',
      grants: { active: 1, ended: 0 },
      lastHandoutAt: expect.any(String),
    });
    expect(await find(String(zhangsan?.unionId))).toEqual([zhangsan]);
    for (const nobody of ['%', '_', '\\', 'zhangsa']) expect(await find(nobody)).toEqual([]);
  });

  it('have a page that says what is live now, for whom and until when', async () => {
    const unionId = await person('zhangsan');
    const { body } = await world.operator('GET', `/people/${unionId}`);
    expect(body).toMatchObject({
      name: '张三',
      otherNames: [],
      live: [
        { caller: { name: 'meeting-bot' }, delivery: 'handle', handouts: 1 },
        { caller: { name: 'hr-bot' }, delivery: 'token', handouts: 3, until: expect.any(String) },
      ],
      openConsents: [],
    });
    expect((await world.operator('GET', '/people/nobody')).status).toBe(404);
  });

  it('have their uses by service and purpose, and whoever reads that is recorded', async () => {
    const unionId = await person('zhangsan');
    const { body } = await world.operator('GET', `/people/${unionId}/uses`);
    expect(body.items).toMatchObject([
      { caller: { name: 'meeting-bot' }, purpose: null, handouts: 1 },
      { caller: { name: 'hr-bot' }, purpose: 'payroll', handouts: 1 },
      { caller: { name: 'hr-bot' }, purpose: 'sync to-dos', handouts: 2 },
    ]);
    const paged: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await world.operator('GET', `/people/${unionId}/uses?limit=1${cursor && `&cursor=${cursor}`}`);
      const { items, nextCursor } = page.body as { items: unknown[]; nextCursor: string | null };
      expect(items).toHaveLength(1);
      paged.push(...items);
      cursor = nextCursor;
    }
    expect(paged).toEqual(body.items);
    expect(await records('type=audit.read')).toContainEqual(
      expect.objectContaining({ unionId, details: { view: 'uses' } }),
    );
  });

  it('are told of with names and ids alone, to auditors as to everybody', async () => {
    const { body } = await world.operator('POST', '/operators', { name: 'wang-wei', role: 'auditor' });
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = await world.operator('POST', `/operators/${body.id}/tokens`, { name: 't', expiresAt });
    const as = (path: string) =>
      ask(`${world.url}/admin/v1${path}`, { headers: { authorization: `Bearer ${made.body.token}` } });
    const unionId = await person('zhangsan');
    for (const path of ['/people', `/people/${unionId}`, `/people/${unionId}/uses`, '/consents']) {
      const { status, text } = await as(path);
      expect(status).toBe(200);
      // The emulator's 张三 has a mobile number, and every person of it an avatar.
      expect(text).not.toMatch(/15512343240|mobile"|email"|avatar/i);
    }
  });

  describe('a consent that a service asked for', () => {
    const asked = async (userId: string) => {
      const { status, body } = await ask(`${world.url}/v1/consents`, {
        headers: { authorization: `Bearer ${await hrBot.accessToken()}` },
        json: { application: 'demo', userId, scopes: [read], reason: 'sync to-dos' },
      });
      expect(status).toBe(201);
      return body as { consentId: string; consentUrl: string };
    };
    const list = async (query: string) => await world.items<{ id: string }>(`/consents?${query}`);

    it('is listed with who asked, found by every filter, and on its person’s page', async () => {
      const { consentId, consentUrl } = await asked('zhangwei1');
      const item = {
        id: consentId,
        state: 'pending',
        origin: 'request',
        caller: { id: hrBot.id, name: 'hr-bot' },
        application: 'demo',
        userId: 'zhangwei1',
        reason: 'sync to-dos',
        consentUrl,
      };
      for (const query of [
        '',
        'state=pending',
        'application=demo',
        `callerId=${hrBot.id}`,
        'userId=zhangwei1',
        `corpId=${seeded.corpId}&state=pending`,
      ]) {
        expect((await list(query))[0]).toMatchObject(item);
      }
      for (const query of ['state=granted', 'state=expired', 'userId=lisi', `callerId=${meetingBot.id}`]) {
        expect(await list(query)).toEqual([]);
      }
      const { body } = await world.operator('GET', `/people/${await person('zhangwei1')}`);
      expect(body.openConsents).toMatchObject([{ id: consentId, caller: { name: 'hr-bot' }, scopes: [read] }]);
    });

    it('can be cancelled while it is open: its link answers nobody, and the service may ask again', async () => {
      const { consentId, consentUrl } = await asked('lisi');
      const cancel = () => world.operator('POST', `/consents/${consentId}/cancel`, { reason: 'the wrong person' });
      expect(await token({ userId: 'lisi' })).toMatchObject({ status: 403, body: { code: 'consent_pending' } });
      expect(await cancel()).toMatchObject({ status: 200, body: { state: 'expired', consentUrl: null } });
      expect((await cancel()).status).toBe(409);
      expect((await list('state=expired')).map(({ id }) => id)).toEqual([consentId]);
      expect(await consentPage(consentUrl)).toMatchObject({ code: 'consent_expired' });
      expect(await token({ userId: 'lisi' })).toMatchObject({ body: { code: 'consent_required' } });
      expect(await records('type=consent.cancelled')).toMatchObject([
        { userId: 'lisi', callerId: hrBot.id, details: { consentId, reason: 'the wrong person' } },
      ]);
      expect((await asked('lisi')).consentId).not.toBe(consentId);
    });
  });

  it('lose everything at once when an operator ends all of theirs: the handle stops, the token is told of', async () => {
    const unionId = await person('zhangsan');
    const { body: preview } = await world.operator('POST', '/revocations/preview', { filter: { unionId } });
    expect(preview).toMatchObject({ grants: 1, people: 1 });
    const { body: job } = await world.operator('POST', '/revocations', {
      previewToken: preview.previewToken,
      reason: 'left the company',
    });
    await until('the job is done', async () => (await world.operator('GET', `/jobs/${job.id}`)).body.state === 'done');
    const { body } = await world.operator('GET', `/people/${unionId}`);
    expect(body).toMatchObject({ grants: { active: 0, ended: 1 }, live: [{ delivery: 'token', handouts: 3 }] });
    expect(body.live).toHaveLength(1);
    expect((await token({ userId: 'zhangsan' })).body).toMatchObject({ reason: 'grant_revoked' });
  });
});
