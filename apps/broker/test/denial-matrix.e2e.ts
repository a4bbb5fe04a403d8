import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { v7 as uuidv7 } from 'uuid';
import { type Lack, lacking, type Row, rows, scopes, whole } from './denial-matrix/rows.js';
import { type Stage, type Things, withoutRequestId } from './denial-matrix/send.js';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { untilAlike } from './harness/durations.js';
import { seeded } from './harness/emulator.js';
import { contractMethods, RpcClient } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

/** What the owner of the things in the call gets besides being served: a code that DingTalk does not know. */
const notADenial = new Set(['invalid_request', 'conflict', 'consent_required']);

describe('every call of callers', () => {
  let world: World;
  let stage: Stage;
  let caller: TestCaller;
  let other: TestCaller;
  let token: string;
  let own: Things;
  let foreign: Things;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    const { status } = await world.operator('POST', '/applications', {
      ...{ name: 'visitors', kind: 'internal', clientId: 'dingnarrowhangzhou', corpId: seeded.corpId, scopes },
      clientSecret: seeded.clientSecret,
    });
    expect(status).toBe(201);
    expect((await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' })).code).toBe('granted');
    caller = await world.createCaller('probe', [whole]);
    other = await world.createCaller('other', [whole]);
    token = await caller.accessToken();
    stage = { url: world.url, grpc: new RpcClient(world.brokers[0].grpcAddress), caller, token };
    own = await thingsOf(caller);
    foreign = await thingsOf(other);
  });
  afterAll(async () => {
    stage?.grpc.close();
    await world?.close();
  });

  const entitled = (entitlement: object) =>
    world.operator('PATCH', `/callers/${caller.id}`, { entitlements: [entitlement] });
  const nobodys = (): Things => ({
    userId: 'nobody',
    grantId: uuidv7(),
    handoutId: uuidv7(),
    consentId: uuidv7(),
    handle: `dth.${Buffer.from(seeded.corpId).toString('base64url')}.${'x'.repeat(43)}`,
    authCode: 'never-issued',
  });
  async function thingsOf(who: TestCaller): Promise<Things> {
    const authorization = `Bearer ${await who.accessToken()}`;
    const post = async (path: string) => {
      const json = { application: 'demo', userId: 'zhangsan', scopes };
      const answer = await ask(`${world.url}/v1${path}`, { headers: { authorization }, json });
      if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
      return answer.body;
    };
    const [handout, consent, handle] = [await post('/tokens'), await post('/consents'), await post('/handles')];
    return {
      userId: 'zhangsan',
      grantId: String(handout.grantId),
      handoutId: String(handout.handoutId),
      consentId: String(consent.consentId),
      handle: String(handle.handle),
      authCode: 'never-issued',
    };
  }
  const credentialOf = ({ byHandle }: Row, things: Things) => (byHandle ? things.handle : token);
  const byCall = rows.map((row) => [row.call, row] as const);

  it('has its row here, as the documents of both transports have it', async () => {
    const { body } = await ask<OpenApi>(`${world.url}/openapi.json`);
    const operations = Object.values(body.paths).flatMap((methods) => Object.values(methods));
    const forCallers = operations.filter(({ security }) =>
      security?.some((scheme) => 'caller-token' in scheme || 'caller' in scheme),
    );
    const calls = rows.map(({ call }) => call).filter((call) => call !== 'the gateway');
    expect(calls.sort()).toEqual([...forCallers.map(({ operationId }) => operationId), ...contractMethods()].sort());
  });

  it.each(byCall)('is refused without credentials, or with those of others: %s', async (_, row) => {
    const strangers: [string, string | undefined][] = [
      ['none', undefined],
      ['no token', 'a b'],
      ['a token signed by somebody else', await signedBySomebodyElse(token)],
      ['a token signed by nobody', new UnsecuredJWT(decodeJwt(token)).encode()],
      ['a token of operators', OPERATOR_TOKEN],
      ['the wrong kind', row.byHandle ? token : own.handle],
    ];
    for (const [what, bearer] of strangers) {
      const { code } = await row.send(stage, bearer, own);
      expect({ what, code }).toEqual({ what, code: 'unauthenticated' });
    }
  });

  it.each(byCall)('is refused to a caller that is disabled while it holds a good token: %s', async (_, row) => {
    await world.operator('POST', `/callers/${caller.id}/disable`);
    const { code, rule } = await row.send(stage, credentialOf(row, own), own);
    await world.operator('POST', `/callers/${caller.id}/enable`);
    const otherwise = { served: undefined, unauthenticated: 'unauthenticated' } as const;
    expect({ code, rule }).toEqual(
      row.disabled in otherwise
        ? { code: otherwise[row.disabled as keyof typeof otherwise], rule: undefined }
        : { code: 'forbidden_by_policy', rule: row.disabled },
    );
  });

  const lacks = Object.keys(lacking) as Lack[];
  const cells = rows.flatMap((row) =>
    lacks.flatMap((lack) => {
      const rule = row.lacks[lack];
      return rule === undefined ? [] : [[row.call, lack, row, rule] as const];
    }),
  );
  it.each(cells)(
    'is refused by its rule, whether the person exists or not: %s without %s',
    async (_, lack, row, rule) => {
      await entitled(lacking[lack]);
      const existing = await row.send(stage, credentialOf(row, own), own);
      expect(existing).toMatchObject({ code: 'forbidden_by_policy', rule });
      // A handle is of a person who exists.
      if (row.byHandle) return;
      expect(await row.send(stage, token, nobodys())).toEqual(existing);
    },
  );

  it('is refused in some row for each thing that can be lacking', () => {
    expect(new Set(cells.map(([, lack]) => lack))).toEqual(new Set(lacks));
  });

  const aboutThings = byCall.filter(([, { foreign }]) => foreign !== undefined);
  it.each(aboutThings)('knows nothing of what is another caller’s: %s', async (_, row) => {
    const others = await row.send(stage, token, foreign);
    expect(others.code).toBe(row.foreign?.code);
    expect(await row.send(stage, token, nobodys())).toEqual(others);
  });

  it('leaves a handle that another caller would like to end as it is', async () => {
    const headers = { authorization: `Bearer ${foreign.handle}` };
    expect((await ask(`${world.url}/dingtalk/v1.0/contact/users/me`, { headers })).status).toBe(200);
  });

  it('of a batch is judged alone: what is refused of one says nothing and takes nothing of the others', async () => {
    await entitled({ ...whole, people: { persons: [{ userId: 'zhangsan' }] } });
    const people = ['zhangsan', 'lisi', 'nobody', 'zhangsan'];
    const requests = people.map((userId) => ({ application: 'demo', userId, scopes }));
    const headers = { authorization: `Bearer ${token}` };
    const { body } = await ask(`${world.url}/v1/tokens/batch`, { headers, json: { requests } });
    const [first, second, third, fourth] = body.outcomes as Record<string, Record<string, unknown>>[];
    expect([first?.token?.userId, fourth?.token?.userId]).toEqual(['zhangsan', 'zhangsan']);
    expect(second?.problem).toMatchObject({ code: 'forbidden_by_policy', rule: 'people' });
    expect(third).toEqual(second);
  });

  it('takes a hand-out of another caller that it calls refused for one that never was', async () => {
    await entitled(whole);
    const refused = (handoutId: string) =>
      caller.requestToken({
        ...{ application: 'demo', userId: 'zhangsan', scopes, refusedCode: 'InvalidAuthentication' },
        refusedHandoutId: handoutId,
      });
    const [others, nobodysOwn] = [await refused(foreign.handoutId), await refused(uuidv7())];
    expect(others.status).toBe(nobodysOwn.status);
    const version = 'select max(token_version)::int as version from grants where id = $1';
    const { rows: found } = await world.database.pool.query<{ version: number }>(version, [own.grantId]);
    expect(found[0]?.version).toBe(1);
  });

  it('for an access token is refused alike without, with wrong and with a disabled caller’s credentials', async () => {
    const form = { grant_type: 'client_credentials' };
    const basic = (id: string, secret: string) => ({
      authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    });
    const tokenFor = async (headers: Readonly<Record<string, string>>) => {
      const { status, text } = await ask(`${world.url}/oauth2/token`, { headers, form });
      return { status, text: withoutRequestId(text) };
    };
    const none = await ask(`${world.url}/oauth2/token`, { form });
    expect(none).toMatchObject({ status: 401, body: { error: 'invalid_client', code: 'unauthenticated' } });
    const wrong = await tokenFor(basic(caller.clientId, other.clientSecret));
    expect(wrong.status).toBe(401);
    expect(await tokenFor(basic('nobody', 'wrong'))).toEqual(wrong);
    await world.operator('POST', `/callers/${caller.id}/disable`);
    expect(await tokenFor(basic(caller.clientId, caller.clientSecret))).toEqual(wrong);
    await world.operator('POST', `/callers/${caller.id}/enable`);
  });

  it('takes as long to be refused for a person who exists as for one who does not', async () => {
    await entitled(lacking.people);
    const [row] = rows;
    if (!row) throw new Error('no rows');
    const unknown = nobodys();
    const refused = async (things: typeof own): Promise<number> => {
      const startedAt = performance.now();
      await row.send(stage, token, things);
      return performance.now() - startedAt;
    };
    const differs = await untilAlike(
      async () => [await refused(own), await refused(unknown)],
      // Asking the vault as well would cost a statement more; a machine that is busy costs both the same.
      (existing, none) => Math.abs(existing - none) < Math.max(10, Math.min(existing, none)),
    );
    expect(differs).toBeUndefined();
  });

  it.each(byCall)(
    'is served, or refused for what is asked and not for who asks, with all that it needs: %s',
    async (_, row) => {
      await entitled(whole);
      // One of the calls ends the grant of the others.
      await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
      const things = await thingsOf(caller);
      const { code } = await row.send(stage, credentialOf(row, things), things);
      expect(code === undefined || notADenial.has(code)).toBe(true);
    },
  );
});

interface OpenApi {
  readonly paths: Record<
    string,
    Record<string, { readonly operationId: string; readonly security?: readonly object[] }>
  >;
}

/** Everything as it should be, but for the key. */
async function signedBySomebodyElse(token: string): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256');
  return new SignJWT(decodeJwt(token))
    .setProtectedHeader({ alg: 'ES256', ...decodeProtectedHeader(token) })
    .sign(privateKey);
}
