import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { type AssertionKey, createAssertionKey, inSeconds } from './harness/assertions.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
const ME = '/dingtalk/v1.0/contact/users/me';
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url');

describe('a handle that is bound to a key', () => {
  let world: World;
  let caller: TestCaller;
  let token: string;
  let key: AssertionKey;
  let handle: string;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [{ ...everythingOfDemo, delivery: ['token', 'handle'] }]);
    token = await caller.accessToken();
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    key = await createAssertionKey();
    const answer = await issue(await proofOf({ htm: 'POST', htu: `${world.url}/v1/handles` }));
    handle = String(answer.body.handle);
  });
  afterAll(() => world?.close());

  const issue = (dpop: string) =>
    ask(`${world.url}/v1/handles`, { headers: { authorization: `Bearer ${token}`, dpop }, json: asked });
  const proofOf = (claims: object, by = key, header: object = {}) =>
    by.sign({ jti: randomUUID(), iat: inSeconds(0), ...claims }, { typ: 'dpop+jwt', jwk: by.jwk, ...header });
  /** For one call of the gateway with the handle. */
  const forMe = () => ({ htm: 'GET', htu: `${world.url}${ME}`, ath: hashOf(handle) });
  const call = (headers: Record<string, string>, broker = world.url, path = ME) => ask(`${broker}${path}`, { headers });
  const with_ = async (dpop: string | Promise<string>, scheme = 'DPoP') =>
    (await call({ authorization: `${scheme} ${handle}`, dpop: await dpop })).status;

  it('works with a proof for each call', async () => {
    expect(await with_(proofOf(forMe()))).toBe(200);
    expect(await with_(proofOf({ ...forMe(), htu: `${world.url}${ME}?x=1#y` }))).toBe(200);
    const path = ME.replace('/dingtalk', '');
    const proof = await proofOf({ ...forMe(), htu: `${world.url}${path}` });
    expect((await call({ 'x-acs-dingtalk-access-token': handle, dpop: proof }, world.url, path)).status).toBe(200);
  });

  it('says so when asked about', async () => {
    const form = { token: handle, client_id: caller.clientId, client_secret: caller.clientSecret };
    const { body } = await ask(`${world.url}/oauth2/introspect`, { form });
    const { crv, kty, x, y } = key.jwk;
    expect(body).toMatchObject({
      active: true,
      token_type: 'DPoP',
      cnf: { jkt: hashOf(JSON.stringify({ crv, kty, x, y })) },
    });
  });

  it('is useless without a proof, also as a Bearer token beside a good one', async () => {
    const answer = await call({ authorization: `DPoP ${handle}` });
    expect([answer.status, answer.body.code, answer.body.error]).toEqual([
      401,
      'unauthenticated',
      'invalid_dpop_proof',
    ]);
    expect(answer.headers.get('www-authenticate')).toContain('DPoP algs="ES256');
    expect((await call({ authorization: `Bearer ${handle}` })).status).toBe(401);
    expect(await with_(proofOf(forMe()), 'Bearer')).toBe(401);
    expect((await call({ 'x-acs-dingtalk-access-token': handle }, world.url, ME.replace('/dingtalk', ''))).status).toBe(
      401,
    );
  });

  it.each<[string, () => Promise<string>]>([
    ['with another key', async () => proofOf(forMe(), await createAssertionKey())],
    ['for another method', () => proofOf({ ...forMe(), htm: 'POST' })],
    ['for another address', () => proofOf({ ...forMe(), htu: `${world.url}/dingtalk/v1.0/todo/users/me/tasks` })],
    ['for another broker', () => proofOf({ ...forMe(), htu: `https://evil.example${ME}` })],
    ['for another handle', () => proofOf({ ...forMe(), ath: hashOf('another') })],
    ['for no handle', () => proofOf({ ...forMe(), ath: undefined })],
    ['long ago', () => proofOf({ ...forMe(), iat: inSeconds(-120) })],
    ['in the future', () => proofOf({ ...forMe(), iat: inSeconds(120) })],
    ['at no time', () => proofOf({ ...forMe(), iat: undefined })],
    ['at the end of time', () => proofOf({ ...forMe(), iat: Number.MAX_SAFE_INTEGER })],
    ['without a jti', () => proofOf({ ...forMe(), jti: undefined })],
    ['as another kind of JWT', () => proofOf(forMe(), key, { typ: 'JWT' })],
    ['with a key that did not sign it', async () => proofOf(forMe(), await createAssertionKey(), { jwk: key.jwk })],
    ['with its key shown whole', () => proofOf(forMe(), key, { jwk: { ...key.jwk, d: 'AAAA' } })],
    ['with no key', () => proofOf(forMe(), key, { jwk: undefined })],
    ['as no JWT at all', async () => 'x'],
    ['as a book', () => proofOf({ ...forMe(), note: 'x'.repeat(9_000) })],
  ])('is useless with a proof made %s', async (_, make) => {
    expect(await with_(make())).toBe(401);
  });

  it('takes a proof once, whichever of many replicas are asked at the same time', async () => {
    const dpop = await proofOf(forMe());
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async (_, n) => {
        const broker = world.brokers[n % 2]?.url;
        return (await call({ authorization: `DPoP ${handle}`, dpop }, broker)).status;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(9);
  });

  it('is not given for a proof that is wrong', async () => {
    const htu = `${world.url}/v1/handles`;
    for (const dpop of [
      'x',
      await proofOf({ htm: 'GET', htu }),
      await proofOf({ htm: 'POST', htu: `${world.url}/v1/tokens` }),
    ]) {
      expect((await issue(dpop)).body.code).toBe('invalid_request');
    }
    const used = await proofOf({ htm: 'POST', htu });
    expect((await issue(used)).status).toBe(200);
    expect((await issue(used)).status).toBe(400);
  });

  it('works with a stock client', async () => {
    const pair = await oauth.generateKeyPair('ES256');
    const DPoP = oauth.DPoP({}, pair);
    const own = { [oauth.allowInsecureRequests]: true, DPoP };
    const headers = new Headers({ 'content-type': 'application/json' });
    const made = await ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${token}`, dpop: await stockProof(pair, 'POST', `${world.url}/v1/handles`) },
      json: asked,
    });
    const answer = await oauth.protectedResourceRequest(
      String(made.body.handle),
      'GET',
      new URL(`${world.url}${ME}`),
      headers,
      null,
      own,
    );
    expect(answer.status).toBe(200);
  });
});

/** A library makes proofs beside tokens of its own scheme only; the handle is asked for with our access token. */
async function stockProof(pair: oauth.CryptoKeyPair, method: string, url: string): Promise<string> {
  let proof = '';
  const handle = oauth.DPoP({}, pair);
  const capture = async (_url: string, { headers }: { headers: Record<string, string> }) => {
    proof = headers.dpop ?? '';
    return new Response('{}');
  };
  await oauth.protectedResourceRequest('x', method, new URL(url), new Headers(), null, {
    [oauth.allowInsecureRequests]: true,
    [oauth.customFetch]: capture,
    DPoP: handle,
  });
  return proof;
}
