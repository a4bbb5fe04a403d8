import { AuditLanes } from '@app/audit';
import { Database, DatabaseFailure } from '@app/database';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { type HandOutAsk, HandOutLane } from '../src/procedures/hand-out-lane.js';
import { seeded } from './harness/emulator.js';
import { type Answer, ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { brokenLanes, recordOf } from './harness/trail.js';
import { until } from './harness/until.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const identityOnly = { application: 'demo', scopes: ['Contact.User.Read'], delivery: ['token'] };
const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };

describe('a hand-out under attack', () => {
  let world: World;
  let caller: TestCaller;
  let accessToken: string;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    await world.registerDemo({
      name: 'visitors',
      clientId: 'dingnarrowhangzhou',
      scopes: ['Contact.User.Read', 'snsapi_base'],
    });
    await world.emulator.control('PATCH', '/applications/dingnarrowhangzhou', {
      redirectUris: [`${world.url}/consent/callback`],
    });
    caller = await world.createCaller('todo-sync', [
      everythingOfDemo,
      { application: 'visitors', scopes: ['Contact.User.Read'], delivery: ['token'] },
    ]);
    accessToken = await caller.accessToken();
    for (const application of ['demo', 'visitors']) {
      expect((await consentAs(`${world.url}/consent/${application}`, { as: 'zhangsan' })).code).toBe('granted');
    }
  });
  afterAll(() => world.close());
  afterEach(async () => expect(await brokenLanes(world.database.pool)).toEqual([]));

  const send = (headers: Record<string, string>, raw: string | Buffer) =>
    ask(`${world.url}/v1/tokens`, { headers, raw });
  const sendJson = (raw: string | Buffer) =>
    send({ authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, raw);
  /** What every problem document has in common; the request id is the one in the header. */
  const expectProblem = (answer: Answer, status: number, code: string) => {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      type: expect.stringMatching(new RegExp(`#${code}$`)),
      title: expect.any(String),
      status,
      detail: expect.any(String),
      requestId: answer.headers.get('x-request-id'),
    });
  };
  const pointers = ({ body }: Answer) => (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);

  describe('by somebody the broker does not know', () => {
    let strangers: Record<string, string>;
    beforeAll(async () => {
      const elsewhere = await startWorld();
      const { privateKey, publicKey } = await generateKeyPair('ES256');
      const { keys } = (await ask<{ keys: { kid: string }[] }>(`${world.url}/.well-known/jwks.json`)).body;
      const kid = keys[0]?.kid ?? '';
      const forged = (header: object, claims: object = {}, expires = '15m') =>
        new SignJWT({ client_id: caller.clientId, ...claims })
          .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
          .setIssuer(world.url)
          .setAudience(world.url)
          .setSubject(caller.id)
          .setIssuedAt()
          .setExpirationTime(expires)
          .sign(privateKey);
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const [header = '', payload = '', signature = ''] = accessToken.split('.');
      try {
        strangers = {
          'no scheme': accessToken,
          'an empty bearer': 'Bearer ',
          'no JWT': 'Bearer garbage',
          'three parts of nothing': 'Bearer a.b.c',
          'a secret instead of a token': `Bearer ${caller.clientSecret}`,
          'Basic credentials': `Basic ${Buffer.from(`${caller.clientId}:${caller.clientSecret}`).toString('base64')}`,
          'a foreign key under our key id': `Bearer ${await forged({})}`,
          'a foreign key under its own key id': `Bearer ${await forged({ kid: 'theirs' })}`,
          'a foreign key that travels along': `Bearer ${await forged({ kid: 'theirs', jwk: await exportJWK(publicKey) })}`,
          'an expired token with a foreign key': `Bearer ${await forged({}, {}, '-1m')}`,
          'no signature, alg none': `Bearer ${part({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
          'no signature, our header': `Bearer ${header}.${payload}.`,
          'another payload': `Bearer ${header}.${part({ iss: world.url, aud: world.url, sub: caller.id, client_id: 'x', exp: 9999999999 })}.${signature}`,
          'a token of another broker': `Bearer ${await (await elsewhere.createCaller('todo-sync', [])).accessToken()}`,
          'the operator token': 'Bearer op_test_0123456789abcdef0123456789abcdef',
        };
      } finally {
        await elsewhere.close();
      }
    });

    it('answers every stranger alike, and tells nothing but how to come back', async () => {
      const details = new Set<unknown>();
      for (const [how, authorization] of Object.entries(strangers)) {
        const answer = await ask(`${world.url}/v1/tokens`, { headers: { authorization }, json: asked });
        expect({ how, status: answer.status }).toEqual({ how, status: 401 });
        expectProblem(answer, 401, 'unauthenticated');
        expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
        expect(await recordOf(world.database.pool, String(answer.body.requestId))).toBeUndefined();
        details.add(answer.body.detail);
      }
      expect(details.size).toBe(2);
    });

    it('answers no Authorization at all the same way', async () => {
      expectProblem(await ask(`${world.url}/v1/tokens`, { json: asked }), 401, 'unauthenticated');
    });
  });

  describe('at the token endpoint', () => {
    const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
    const form = { grant_type: 'client_credentials' };
    const token = (headers: Record<string, string>, fields: Record<string, string>) =>
      ask(`${world.url}/oauth2/token`, { headers, form: fields });

    it('gives an access token for the right secret in the header or in the body', async () => {
      const inHeader = await token(basic(`${caller.clientId}:${caller.clientSecret}`), form);
      const inBody = await token({}, { ...form, client_id: caller.clientId, client_secret: caller.clientSecret });
      for (const answer of [inHeader, inBody]) {
        expect(answer.status).toBe(200);
        expect(answer.headers.get('cache-control')).toBe('no-store');
      }
    });

    it('answers every wrong pair alike: secret, id, case, rest, encoding, or a caller that was disabled', async () => {
      const { id, clientId, clientSecret } = await world.createCaller('about-to-go', []);
      await world.operator('POST', `/callers/${id}/disable`);
      const { clientId: mine, clientSecret: secret } = caller;
      const answers = [
        await token(basic(`${mine}:wrong`), form),
        await token(basic(`${mine}:${secret}x`), form),
        await token(basic(`${mine}:`), form),
        await token(basic(`${mine.toUpperCase()}:${secret}`), form),
        await token(basic('no-colon-at-all'), form),
        await token(basic(`${mine}:%zz`), form),
        await token(basic(`${mine}:\u0000`), form),
        await token({ authorization: 'Basic !!!!' }, form),
        await token({ authorization: 'Basic' }, form),
        await token({ authorization: `Bearer ${accessToken}` }, form),
        await token(basic(`${mine}:${secret}`), { ...form, client_id: 'another' }),
        await token({}, form),
        await token({}, { ...form, client_id: mine }),
        await token({}, { ...form, client_id: mine, client_secret: 'wrong' }),
        await token({}, { ...form, client_id: `${mine}\u0000`, client_secret: secret }),
        await token({}, { ...form, client_id: 'nobody', client_secret: secret }),
        await token({}, { ...form, client_id: clientId, client_secret: clientSecret }),
      ];
      const seen = answers.map(({ status, body: { requestId: _, ...body } }) => ({ status, body }));
      expect(seen).toEqual(seen.map(() => seen[0]));
      expect(seen[0]).toMatchObject({ status: 401, body: { error: 'invalid_client', code: 'unauthenticated' } });
      for (const { headers, body } of answers) {
        expect(headers.get('www-authenticate')).toMatch(/^Basic /);
        expect(headers.get('x-request-id')).toBe(body.requestId);
      }
    });

    it('refuses two ways of proving oneself at once, and a form that says a thing twice', async () => {
      const { clientId, clientSecret } = caller;
      const both = await token(basic(`${clientId}:${clientSecret}`), { ...form, client_secret: clientSecret });
      expect([both.status, both.body.error]).toEqual([400, 'invalid_request']);
      const twice = await ask(`${world.url}/oauth2/token`, {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        raw: `grant_type=client_credentials&client_id=${clientId}&client_id=x&client_secret=${clientSecret}`,
      });
      expect([twice.status, twice.body.error]).toEqual([400, 'invalid_request']);
    });

    it('names a grant type it does not serve as RFC 6749 does', async () => {
      const { clientId, clientSecret } = caller;
      const answer = await token(basic(`${clientId}:${clientSecret}`), { grant_type: 'password' });
      expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_grant_type']);
      expect([(await token({}, {})).status, (await token({}, {})).body.error]).toEqual([400, 'invalid_request']);
    });
  });

  describe('with a body that is not one', () => {
    const scopes = '"scopes":["Contact.User.Read"]';
    const long = 'x'.repeat(70_000);

    it.each([
      ['nothing', ''],
      ['half of it', '{"userId":"zhang'],
      ['a text', '"zhangsan"'],
      ['a list', '[]'],
      ['null', 'null'],
      ['two bodies', `{${scopes}}{${scopes}}`],
      ['bytes that are no UTF-8', Buffer.concat([Buffer.from('{"userId":"'), Buffer.of(0xff, 0xfe), Buffer.from('"')])],
      ['a bare NUL', `{"userId":"a\u0000b",${scopes}}`],
      ['__proto__', `{"__proto__":{"userId":"zhangsan"},${scopes}}`],
      ['constructor.prototype', `{"constructor":{"prototype":{"userId":"zhangsan"}},${scopes}}`],
      ['a hundred thousand brackets', `{"userId":"zhangsan","scopes":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
      ['a megabyte', JSON.stringify({ ...asked, purpose: 'x'.repeat(1024 * 1024) })],
    ])('calls %s an invalid request', async (_, raw) => {
      expectProblem(await sendJson(raw), 400, 'invalid_request');
    });

    it('names an unknown member, however often and in whatever depth of nonsense it comes', async () => {
      const answer = await sendJson(JSON.stringify({ ...asked, acess: 1, 'a/b~c': 2 }));
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toEqual(['/acess', '/a~1b~0c']);
    });

    const members = ['application', 'userId', 'corpId', 'unionId', 'scopes/0', 'purpose'];
    const bodyWith = (member: string, text: string) => {
      const { userId: _, ...rest } = asked;
      const person = member === 'unionId' ? {} : { userId: 'zhangsan' };
      const value = member === 'scopes/0' ? { scopes: ['@@'] } : { [member]: '@@' };
      return JSON.stringify({ ...rest, ...person, ...value }).replace('@@', text);
    };
    it.each(
      members.flatMap((member) =>
        [
          ['a NUL', 'a\\u0000b'],
          ['a lone high surrogate', 'a\\ud800b'],
          ['a lone low surrogate', '\\udc00'],
          ['far too long a text', long],
          ['nothing', ''],
        ].map(([what = '', text = '']) => ({ member, what, text })),
      ),
    )('points at $member with $what in it', async ({ member, text }) => {
      const answer = await sendJson(bodyWith(member, text));
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toContain(`/${member}`);
    });

    it('points at numbers out of range and at two persons or none', async () => {
      const wrong = await sendJson(JSON.stringify({ ...asked, minimumSeconds: 7_201, maxWaitSeconds: -1 }));
      expect(pointers(wrong).sort()).toEqual(['/maxWaitSeconds', '/minimumSeconds']);
      expect(pointers(await sendJson(JSON.stringify({ ...asked, unionId: 'u' })))).toEqual(['/userId']);
      expect(pointers(await sendJson(JSON.stringify({ scopes: asked.scopes })))).toEqual(['/userId']);
    });

    it('takes the last of two members of one name, in the answer and in the record', async () => {
      const answer = await sendJson(`{"application":"demo","userId":"somebody","userId":"zhangsan",${scopes}}`);
      expect([answer.status, answer.body.userId]).toEqual([200, 'zhangsan']);
    });

    it('refuses every content type but JSON', async () => {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]) {
        const headers = { authorization: `Bearer ${accessToken}`, 'content-type': type };
        expectProblem(await send(headers, JSON.stringify(asked)), 400, 'invalid_request');
      }
    });
  });

  describe('by a caller beyond its entitlements', () => {
    const later = () => new Date(Date.now() + 3_600_000).toISOString();
    it.each([
      ['it has no entitlement', [], {}, 'no_entitlement'],
      ['it has none for the application', [identityOnly], { application: 'visitors' }, 'no_entitlement'],
      ['the application is not registered', [identityOnly], { application: 'unheard-of' }, 'no_entitlement'],
      ['its entitlement has expired', [{ ...identityOnly, expiresAt: '2020-01-01T00:00:00Z' }], {}, 'no_entitlement'],
      ['its entitlement delivers handles', [{ ...identityOnly, delivery: ['handle'] }], {}, 'delivery'],
      ['a scope goes beyond it', [identityOnly], { scopes: ['Contact.User.Read', 'Todo.Todo.Write'] }, 'scopes'],
      [
        'a purpose is required',
        [{ ...identityOnly, purposeRequired: true, expiresAt: later() }],
        {},
        'purpose_required',
      ],
      ['the person is not listed', [{ ...identityOnly, people: { persons: [{ userId: 'lisi' }] } }], {}, 'people'],
      ['the organisation is not listed', [{ ...identityOnly, people: { organisations: ['dingother'] } }], {}, 'people'],
    ])('answers and records the same whether the person exists or not when %s', async (_, entitlements, more, rule) => {
      const limited = await world.createCaller(`limited-${uuidv7()}`, entitlements);
      const answers = [];
      for (const userId of ['zhangsan', 'lisi-of-nowhere']) {
        const answer = await limited.requestToken({ ...asked, ...more, userId });
        expectProblem(answer, 403, 'forbidden_by_policy');
        expect(answer.body.rule).toBe(rule);
        const { requestId, ...body } = answer.body;
        const record = await recordOf(world.database.pool, String(requestId));
        expect(record).toMatchObject({ outcome: 'forbidden_by_policy', rule, grantId: null, handoutId: null });
        answers.push({ body, record: { ...record, requestId: '' } });
      }
      expect(answers[1]).toEqual(answers[0]);
    });

    it('tells it whether a person consented only where its entitlements reach', async () => {
      expectProblem(await caller.requestToken({ ...asked, userId: 'lisi' }), 403, 'consent_required');
      expectProblem(await caller.requestToken({ ...asked, userId: 'nobody-at-all' }), 403, 'consent_required');
    });

    it('ends at the time its entitlement says, with nobody touching anything', async () => {
      const expiresAt = new Date(Date.now() + 1_500);
      const leaving = await world.createCaller('leaving', [
        { ...everythingOfDemo, expiresAt: expiresAt.toISOString() },
      ]);
      const servers = world.brokers.map(({ url }) => url);
      for (const url of servers) expect((await leaving.requestToken(asked, url)).status).toBe(200);
      await until('the entitlement has expired', async () => (await leaving.requestToken(asked)).status !== 200);
      expect(Date.now()).toBeGreaterThan(expiresAt.getTime() - 500);
      for (const url of servers) expect((await leaving.requestToken(asked, url)).body.rule).toBe('no_entitlement');
    });

    it('judges policy before it says that a request cannot be placed', async () => {
      const limited = await world.createCaller('without-corp', [
        { ...identityOnly, people: { persons: [{ userId: 'lisi' }] } },
      ]);
      const misplaced = { ...asked, corpId: 'dingother' };
      expectProblem(
        await limited.requestToken({ ...misplaced, scopes: ['Todo.Todo.Write'] }),
        403,
        'forbidden_by_policy',
      );
      const answer = await caller.requestToken(misplaced);
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toEqual(['/corpId']);
    });
  });

  describe('that would carry more than the caller may hold', () => {
    it('is answered with what lies beyond and the way to a handle', async () => {
      const narrow = await world.createCaller('badge-printer', [identityOnly]);
      const answer = await narrow.requestToken(asked);
      expectProblem(answer, 403, 'token_too_broad');
      expect(answer.body.handleUrl).toBe(`${world.url}/v1/handles`);
      expect(answer.body.beyond).toEqual(seeded.scopes.filter((scope) => scope !== 'Contact.User.Read').sort());
      expect(answer.text).not.toContain('accessToken');
    });

    it('leaves whole where an owner said why', async () => {
      const whole = await world.createCaller('archiver', [
        { ...identityOnly, wholeToken: true, wholeTokenReason: 'legacy' },
      ]);
      const { status, body } = await whole.requestToken(asked);
      expect(status).toBe(200);
      expect(body.scopes).toEqual(expect.arrayContaining([...seeded.scopes]));
    });

    it('is not too broad for what comes along with every token', async () => {
      const visitors = await world.createCaller('front-desk', [
        { application: 'visitors', scopes: ['Contact.User.Read'], delivery: ['token'] },
      ]);
      const { status, body } = await visitors.requestToken({ ...asked, application: 'visitors' });
      expect(status).toBe(200);
      expect(body.scopes).toContain('snsapi_base');
    });

    it('adds up the entitlements for one application', async () => {
      const [first, ...rest] = seeded.scopes;
      const adding = await world.createCaller('adding-up', [
        { application: 'demo', scopes: [first], delivery: ['token'] },
        { application: 'demo', scopes: rest, delivery: ['token'] },
      ]);
      expect((await adding.requestToken({ ...asked, scopes: [first] })).status).toBe(200);
      expect((await adding.requestToken({ ...asked, scopes: seeded.scopes })).body.rule).toBe('scopes');
    });
  });

  describe('that names no application', () => {
    const { corpId } = seeded;
    const anywhere = { userId: 'zhangsan', corpId, scopes: ['Contact.User.Read'] };

    it('gets the narrowest grant that suffices', async () => {
      expect((await caller.requestToken(anywhere)).body.application).toBe('visitors');
      expect((await caller.requestToken({ ...anywhere, scopes: ['Todo.Todo.Write'] })).body.application).toBe('demo');
    });

    it('gets the same one of grants that are equally narrow, whoever asks where and however entitlements are ordered', async () => {
      const entitlements = [everythingOfDemo, { ...identityOnly, application: 'visitors' }];
      const others = await Promise.all(
        [entitlements, entitlements.toReversed()].map((each) => world.createCaller(`tied-${uuidv7()}`, each)),
      );
      const grants = `update grants set scopes = $1 where application = 'demo' and user_id = 'zhangsan' and state = 'active'`;
      await world.database.pool.query(grants, [['Contact.User.Read', 'snsapi_base']]);
      try {
        for (const { url } of world.brokers) {
          for (const who of [caller, ...others]) {
            const { body } = await who.requestToken(anywhere, url);
            expect([body.application, body.scopes]).toEqual(['demo', ['Contact.User.Read', 'snsapi_base']]);
          }
        }
      } finally {
        await world.database.pool.query(grants, [seeded.scopes]);
      }
      expect((await caller.requestToken(anywhere)).body.application).toBe('visitors');
    });

    describe('while the narrowest grant cannot be refreshed', () => {
      const impatient = { ...anywhere, maxWaitSeconds: 3 };
      const expire = (application: string, name: string) =>
        world.database.pool.query(
          `update grants set access_token_expires_at = now() - interval '1 s' where application = $1 and name = $2`,
          [application, name],
        );
      beforeEach(() =>
        world.emulator.control('PUT', '/faults/error_500_json', {
          operation: 'userAccessToken.refresh',
          clientId: 'dingnarrowhangzhou',
        }),
      );
      afterEach(() => world.emulator.control('DELETE', '/faults'));

      it('gets a wider one that works', async () => {
        await expire('visitors', '张三');
        expect((await caller.requestToken(impatient)).body.application).toBe('demo');
      });

      it('is told to come back, not to consent elsewhere, when there is no other', async () => {
        await consentAs(`${world.url}/consent/visitors`, { as: 'zhangwei1' });
        await expire('visitors', '张伟');
        const answer = await caller.requestToken({ ...impatient, userId: 'zhangwei1' });
        expectProblem(answer, 503, 'temporarily_unavailable');
      });
    });

    it('needs corpId with userId, and does without it with unionId', async () => {
      const answer = await caller.requestToken({ ...anywhere, corpId: undefined });
      expectProblem(answer, 400, 'invalid_request');
      expect(pointers(answer)).toEqual(['/corpId']);
      const { body } = await caller.requestToken(asked);
      const byUnionId = await caller.requestToken({ unionId: body.unionId, scopes: asked.scopes });
      expect([byUnionId.status, byUnionId.body.application]).toEqual([200, 'visitors']);
    });
  });

  /** Asks of one's own for the statement itself, as a judged request would be. */
  async function goodAsks(): Promise<(userId: string) => HandOutAsk> {
    const { rows } = await world.database.pool.query<{ policy: number; state: number }>(
      `select policy_version::int as policy, (select version::int from policy_state) as state from callers where id = $1`,
      [caller.id],
    );
    return (userId) => ({
      recordId: uuidv7(),
      callerId: caller.id,
      callerPolicyVersion: rows[0]?.policy ?? 0,
      policyStateVersion: rows[0]?.state ?? 0,
      refusal: null,
      rule: null,
      candidates: [
        {
          application: 'demo',
          corpId: seeded.corpId,
          rule: 'todo-sync/1',
          mayHold: seeded.scopes,
          wholeToken: false,
          barred: [],
          rate: null,
        },
      ],
      passedOver: new Set(),
      corpId: seeded.corpId,
      userId,
      unionId: null,
      scopes: ['Contact.User.Read'],
      minimumSeconds: 60,
      arrivedAt: null,
      delivering: { as: 'token' },
      purpose: null,
      requestId: uuidv7(),
    });
  }

  it('serves 255 good requests that share a statement with one that PostgreSQL cannot digest', async () => {
    const { pool } = world.database;
    const good = await goodAsks();
    const database = new Database({ pool, prepared: true });
    const lanes = new AuditLanes(database);
    const batches: number[] = [];
    const lane = new HandOutLane(database, lanes, await lanes.open('handouts'), (size) => batches.push(size));
    const asks = Array.from({ length: 256 }, (_, n) => good(n === 100 ? 'zhang\u0000san' : 'zhangsan'));

    const outcomes = await Promise.allSettled(asks.map((each) => lane.ask(each)));
    await lanes.close();
    expect(batches).toEqual([256]);
    const served = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(served.map(({ value }) => value.outcome)).toEqual(served.map(() => 'token'));
    expect(served.length).toBe(255);
    expect(outcomes[100]).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseFailure) });
    for (const { requestId } of [asks[0], asks[255]].filter((each) => each !== undefined)) {
      expect(await recordOf(pool, requestId)).toMatchObject({ outcome: 'token' });
    }
    expect(await recordOf(pool, asks[100]?.requestId ?? '')).toBeUndefined();
  });

  it('is planned once for each connection, not once for each statement, however few requests share it', async () => {
    const pool = new pg.Pool({ connectionString: world.database.url, max: 1 });
    try {
      const good = await goodAsks();
      const database = new Database({ pool, prepared: true });
      const lanes = new AuditLanes(database);
      const lane = new HandOutLane(database, lanes, await lanes.open('handouts'), () => undefined);
      for (let n = 0; n < 20; n += 1) await lane.ask(good('zhangsan'));
      const { rows } = await pool.query(
        `select generic_plans::int as general, custom_plans::int as custom from pg_prepared_statements where name = 'hand-out'`,
      );
      await lanes.close();
      // PostgreSQL tries five plans made for their values before it compares.
      expect(rows).toEqual([{ general: 15, custom: 5 }]);
    } finally {
      await pool.end();
    }
  });

  describe('in the very moment in which the policy changes', () => {
    /** Hammers both replicas before, during and after the change; every answer is kept with the time it was asked. */
    const whileHammering = async (attacked: TestCaller, change: () => Promise<Answer>) => {
      const answers: { sentAt: number; answer: Answer }[] = [];
      let stop = false;
      const workers = Array.from({ length: 8 }, async (_, n) => {
        while (!stop) {
          const sentAt = performance.now();
          answers.push({ sentAt, answer: await attacked.requestToken(asked, world.brokers[n % 2]?.url) });
        }
      });
      const answered = async (count: number) => {
        const from = answers.length;
        await until(`${count} more answers came`, async () => answers.length >= from + count);
      };
      await answered(100);
      const changed = await change();
      const changedAt = performance.now();
      await answered(100);
      stop = true;
      await Promise.all(workers);
      expect(changed.status).toBe(200);
      const before = answers.filter(({ sentAt }) => sentAt < changedAt);
      const after = answers.filter(({ sentAt }) => sentAt > changedAt).map(({ answer }) => answer);
      expect(before.some(({ answer }) => answer.status === 200)).toBe(true);
      expect(after.length).toBeGreaterThan(80);
      return after;
    };

    it('refuses a caller from the next request on once it is disabled, however long its access token lives', async () => {
      const attacked = await world.createCaller('disabled-soon', [everythingOfDemo]);
      const after = await whileHammering(attacked, () => world.operator('POST', `/callers/${attacked.id}/disable`));
      expect(after.map(({ body }) => body.rule)).toEqual(after.map(() => 'suspended'));
    });

    it('refuses what an entitlement no longer allows from the next request on', async () => {
      const attacked = await world.createCaller('narrowed-soon', [everythingOfDemo]);
      const entitlements = [{ ...everythingOfDemo, scopes: ['Todo.Todo.Write'] }];
      const after = await whileHammering(attacked, () =>
        world.operator('PATCH', `/callers/${attacked.id}`, { entitlements }),
      );
      expect(after.map(({ body }) => body.rule)).toEqual(after.map(() => 'scopes'));
    });

    it('counts a scope as too much from the next request on once it is no longer incidental', async () => {
      const incidentalScopes = [...seeded.scopes];
      await world.operator('PATCH', '/applications/demo', { incidentalScopes });
      const attacked = await world.createCaller('relying-on-incidentals', [identityOnly]);
      const after = await whileHammering(attacked, () =>
        world.operator('PATCH', '/applications/demo', { incidentalScopes: ['Contact.User.Read'] }),
      );
      expect(after.map(({ body }) => body.code)).toEqual(after.map(() => 'token_too_broad'));
    });

    it('hands out nothing of an application from the next request on once it is suspended', async () => {
      const attacked = await world.createCaller('suspended-soon', [everythingOfDemo]);
      const after = await whileHammering(attacked, () => world.operator('POST', '/applications/demo/suspend'));
      expect(after.map(({ body }) => body.rule)).toEqual(after.map(() => 'suspended'));
      await world.operator('POST', '/applications/demo/resume');
      expect((await attacked.requestToken(asked)).status).toBe(200);
    });
  });
});
