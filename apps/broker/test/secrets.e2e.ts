import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { Canaries, dump } from './harness/canaries.js';
import { seeded } from './harness/emulator.js';
import { ask, everyAnswer } from './harness/http.js';
import { answerAtDingTalk, consentAs, consentPage } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const MARKER = 'marker-that-is-no-secret';
const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };

describe('secrets', () => {
  const canaries = new Canaries();
  const markers = new Canaries();
  let folder: string;
  let world: World;
  let caller: TestCaller;
  let demoUrl: string;

  const secret = (name: string) =>
    canaries.plant(name, `${name.replaceAll(' ', '-')}-${randomBytes(16).toString('hex')}`);
  const fault = (name: string, operation: string) =>
    world.emulator.control('PUT', `/faults/${name}`, { operation, times: 1 });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  /** A consent whose state, code and cookies are searched for afterwards. */
  async function watchedConsent(as: string, answer?: 'agree' | 'refuse') {
    const { browser, callbackUrl } = await answerAtDingTalk(demoUrl, { as, ...(answer && { answer }) });
    const { searchParams } = new URL(callbackUrl);
    canaries.plant('consent state', searchParams.get('state') ?? '');
    for (const value of browser.cookieValues(world.url)) canaries.plant('browser cookie', value);
    return { page: await consentPage(callbackUrl, browser), callbackUrl };
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-secrets-'));
    const dataFile = path.join(folder, 'dingtalk.jsonl');
    world = await startWorld({ emulatorDataFile: dataFile });
    demoUrl = `${world.url}/consent/demo`;
    canaries.plant('operator token', OPERATOR_TOKEN);
    canaries.plant('master key', (await readFile(world.masterKeyFile, 'utf8')).trim().split(':')[1] ?? '');

    await registerAndTurnAway();
    await consentInEveryWay();
    await handOutRefreshAndRevoke();
    await sendRubbish();
    await failInTheDatabase();
    await readEverythingAnOperatorCanRead();

    for (const [table, name] of [
      ['codes', 'authorization code'],
      ['accessTokens', 'access token'],
      ['refreshTokens', 'refresh token'],
      ['appTokens', 'app token'],
    ] as const) {
      for (const value of issuedByDingTalk(dataFile, table)) canaries.plant(name, value);
    }
  });
  afterAll(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  async function registerAndTurnAway(): Promise<void> {
    const clientSecret = secret('application secret');
    await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, { clientSecret });
    const eventToken = secret('event token');
    const eventAesKey = canaries.plant('event key', randomBytes(22).toString('hex').slice(0, 43));
    await world.registerDemo({ clientSecret: secret('first application secret'), eventToken, eventAesKey });
    await world.operator('PATCH', '/applications/demo', { clientSecret });
    // The same again is a conflict.
    const { clientId, corpId, scopes } = seeded;
    const again = { name: 'demo', kind: 'internal', clientId, clientSecret: secret('refused secret'), corpId, scopes };
    expect((await world.operator('POST', '/applications', again)).status).toBe(409);

    caller = await world.createCaller('hr-bot', [everythingOfDemo]);
    canaries.plant('caller secret', caller.clientSecret);
    canaries.plant('caller secret', Buffer.from(`${caller.clientId}:${caller.clientSecret}`).toString('base64'));
    canaries.plant('broker access token', await caller.accessToken());
    for (const wrong of [secret('wrong caller secret'), secret('another wrong caller secret')]) {
      const basic = Buffer.from(`${caller.clientId}:${wrong}`).toString('base64');
      const form = { grant_type: 'client_credentials' };
      await ask(`${world.url}/oauth2/token`, { headers: { authorization: `Basic ${basic}` }, form });
      await ask(`${world.url}/oauth2/token`, { form: { ...form, client_id: caller.clientId, client_secret: wrong } });
      await ask(`${world.url}/oauth2/token`, { headers: { authorization: `Basic ${wrong}` }, form });
      await ask(`${world.url}/v1/tokens`, { headers: bearer(wrong), json: asked });
      await ask(`${world.url}/admin/v1/grants`, { headers: bearer(wrong) });
      await ask(`${world.url}/admin/v1/grants/${wrong}`, { headers: bearer(OPERATOR_TOKEN) });
      await ask(`${world.url}/admin/v1/grants?userId=${wrong}&cursor=${wrong}`, { headers: bearer(OPERATOR_TOKEN) });
      await ask(`${world.url}/nothing/${wrong}?access_token=${wrong}`);
    }
  }

  async function consentInEveryWay(): Promise<void> {
    expect((await caller.requestToken(asked)).body.code).toBe('consent_required');
    await watchedConsent('zhangsan', 'refuse');
    const { callbackUrl } = await watchedConsent('zhangsan');
    await consentPage(callbackUrl);
    await consentPage(`${callbackUrl}&lang=zh`);
    const { callbackUrl: opened } = await answerAtDingTalk(demoUrl, { as: 'lisi' });
    canaries.plant('consent state', new URL(opened).searchParams.get('state') ?? '');
    await consentPage(opened);
    await consentPage(`${world.url}/consent/callback?code=${secret('stray code')}&state=${secret('stray state')}`);
    for (const operation of ['userAccessToken.code', 'contact.users', 'accessToken', 'getbyunionid']) {
      for (const name of ['truncated_json', 'drop_answer', 'error_500_json']) {
        await fault(name, operation);
        await watchedConsent('lisi');
      }
    }
    await world.emulator.control('DELETE', '/faults');
    expect((await watchedConsent('lisi')).page.code).toBe('granted');
  }

  async function handOutRefreshAndRevoke(): Promise<void> {
    const { body } = await caller.requestToken({ ...asked, purpose: MARKER });
    canaries.plant('handed-out token', String(body.accessToken));
    await caller.requestToken({ ...asked, purpose: Buffer.from(MARKER).toString('base64') });
    await caller.requestToken({ ...asked, purpose: Buffer.from(`x${MARKER}`).toString('base64url') });
    await caller.requestToken({ ...asked, purpose: Buffer.from(MARKER).toString('hex') });

    await world.emulator.control('PATCH', '/settings', { accessTokenSeconds: 30 });
    await consentAs(demoUrl, { as: 'zhangsan' });
    for (const name of ['truncated_json', 'error_500_html', 'qps_403']) {
      await fault(name, 'userAccessToken.refresh');
      await caller.requestToken({ ...asked, maxWaitSeconds: 5 });
    }
    await world.emulator.control('DELETE', '/faults');
    await world.emulator.control('PATCH', '/settings', { accessTokenSeconds: 7200 });
    await consentAs(demoUrl, { as: 'zhangsan' });
    const { body: handedOut } = await caller.requestToken({ ...asked, minimumSeconds: 7200 });
    await world.operator('POST', `/grants/${handedOut.grantId}/revoke`, { reason: 'left the team' });
    expect((await caller.requestToken(asked)).body.code).toBe('consent_required');
  }

  /** Bodies that no route takes, with a secret in each of them. */
  async function sendRubbish(): Promise<void> {
    const rubbish = (inside: string) => [
      `{"clientSecret":"${inside}`,
      `{"clientSecret":"${inside}"} trailing`,
      `"${inside}"`,
      `{"${inside}":1}`,
      JSON.stringify({ name: 'x', clientSecret: { deep: inside }, unknown: inside, kind: inside, authMethod: inside }),
      JSON.stringify({ clientSecret: `${inside}\u0000`, application: `${inside}\ud800`, userId: inside.repeat(400) }),
    ];
    const auth = { operator: bearer(OPERATOR_TOKEN), caller: bearer(await caller.accessToken()) };
    for (const [method, where, headers] of [
      ['POST', '/admin/v1/applications', auth.operator],
      ['PATCH', '/admin/v1/applications/demo', auth.operator],
      ['POST', '/admin/v1/callers', auth.operator],
      ['POST', '/v1/tokens', auth.caller],
      ['POST', '/oauth2/token', {}],
    ] as const) {
      for (const raw of rubbish(secret('rubbish'))) {
        for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
          const answer = await ask(world.url + where, { method, raw, headers: { ...headers, 'content-type': type } });
          expect(answer.status).toBeGreaterThanOrEqual(400);
          expect(answer.status).toBeLessThan(500);
        }
      }
    }
    await ask(`${world.url}/healthz`, { headers: { 'x-request-id': MARKER } });
    await ask(`${world.url}/nothing`, { headers: { 'x-request-id': MARKER } });
  }

  /** PostgreSQL refuses the row, and its message and the driver's error hold everything that was in it. */
  async function failInTheDatabase(): Promise<void> {
    const { pool } = world.database;
    await pool.query('alter table grants add constraint nothing_more check (false) not valid');
    expect((await watchedConsent('chenxi')).page.code).toBe('internal_error');
    await pool.query('alter table grants drop constraint nothing_more');
    await pool.query('alter table audit_events rename to audit_events_away');
    await caller.requestToken({ ...asked, userId: 'lisi' });
    await pool.query('alter table audit_events_away rename to audit_events');
    expect((await caller.requestToken({ ...asked, userId: 'lisi' })).status).toBe(200);
  }

  async function readEverythingAnOperatorCanRead(): Promise<void> {
    const headers = bearer(OPERATOR_TOKEN);
    const { body } = await ask<{ paths: Record<string, object> }>(`${world.url}/openapi.json`);
    const lists = Object.keys(body.paths).filter((at) => !at.includes('{') && 'get' in (body.paths[at] ?? {}));
    expect(lists).toEqual(expect.arrayContaining(['/admin/v1/applications', '/admin/v1/audit-events']));
    // What the others do without.
    const asked: Record<string, Record<string, string>> = {
      '/admin/v1/audit-events/export': {
        from: new Date(Date.now() - 86_400_000).toISOString(),
        to: new Date(Date.now() + 60_000).toISOString(),
      },
      '/admin/v1/access-reviews/candidates/export': { format: 'csv' },
      '/admin/v1/lookup': { q: 'zhangsan' },
      '/admin/v1/suspensions/effect': { scope: 'Contact.User.Read' },
    };
    for (const at of lists) {
      const query = asked[at] ? `?${new URLSearchParams(asked[at])}` : '';
      expect({ at, status: (await ask(world.url + at + query, { headers })).status }).toEqual({ at, status: 200 });
    }
    await ask(`${world.url}/admin/v1/applications/demo`, { headers });
    await ask(`${world.url}/admin/v1/callers/${caller.id}`, { headers });
    for (const at of ['/metrics', '/docs', '/docs/swagger-ui-init.js', '/readyz', '/consent/demo'])
      await ask(world.url + at);
  }

  const logs = () => world.brokers.map(({ process }) => process.output()).join('\n');

  it('were planted in every kind', () => {
    const kinds = new Set(canaries.names.map((name) => name.replace(/ \d+$/, '')));
    for (const kind of ['application secret', 'caller secret', 'operator token', 'master key', 'authorization code']) {
      expect(kinds).toContain(kind);
    }
    for (const kind of ['access token', 'refresh token', 'app token', 'consent state', 'browser cookie']) {
      expect(kinds).toContain(kind);
    }
  });

  it('would be found: a marker that is none is found in the database, the logs and the answers', async () => {
    markers.plant('marker', MARKER);
    const tables = [...(await dump(world.database.pool))].filter(([, text]) => markers.in(text).length > 0);
    expect(tables.map(([table]) => table)).toEqual([expect.stringMatching(/^audit_events/)]);
    expect(markers.in(logs())).toHaveLength(1);
    expect(everyAnswer.some(({ status, text }) => status === 404 && markers.in(text).length > 0)).toBe(true);
    for (const encoding of ['base64', 'base64url', 'hex'] as const) {
      for (const before of ['', 'a', 'ab']) {
        expect(markers.in(`… ${Buffer.from(`${before}${MARKER} and more`).toString(encoding)} …`)).toHaveLength(1);
      }
    }
  });

  it('are in no table, whatever they are encoded in', async () => {
    const tables = await dump(world.database.pool);
    expect([...tables.keys()]).toEqual(
      expect.arrayContaining(['applications', 'caller_secrets', 'grants', 'consent_states']),
    );
    for (const [table, text] of tables) expect({ table, found: canaries.in(text) }).toEqual({ table, found: [] });
    expect(tables.get('signing_keys')).not.toMatch(/"d"/);
  });

  it('are in no line of the log', () => {
    expect(logs().split('\n').length).toBeGreaterThan(200);
    expect(canaries.in(logs())).toEqual([]);
  });

  it('are in no answer but the ones that exist to give them', () => {
    const answers = everyAnswer.filter(({ url }) => url.startsWith(world.url));
    expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(100);
    for (const answer of answers) {
      const found = canaries.in(withoutWhatItGives(answer));
      expect({ url: answer.url, status: answer.status, found }).toEqual({ ...answer, text: undefined, found: [] });
    }
  });
});

/** The answer without the one member its route exists to give out. */
function withoutWhatItGives({ url, status, text }: { url: string; status: number; text: string }): string {
  const { pathname } = new URL(url);
  const given = { '/v1/tokens': 'accessToken', '/oauth2/token': 'access_token', '/admin/v1/callers': 'clientSecret' };
  const member = given[pathname as keyof typeof given];
  if (member !== undefined && (status === 200 || status === 201)) {
    return JSON.stringify({ ...(JSON.parse(text) as object), [member]: undefined });
  }
  // A page's link to itself in the other language: the state in it is spent, or not this browser's.
  return pathname === '/consent/callback' ? text.replaceAll(/state=[\w-]+/g, '') : text;
}

/** Keys of everything DingTalk has ever issued of one kind. */
function issuedByDingTalk(dataFile: string, table: string): string[] {
  const [, ...lines] = readFileSync(dataFile, 'utf8').trim().split('\n');
  const changes = lines.flatMap((line) => JSON.parse(line) as [table: string, key: string][]);
  return [...new Set(changes.filter(([name]) => name === table).map(([, key]) => key))];
}
