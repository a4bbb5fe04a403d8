import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as oauth from 'oauth4webapi';
import { Agent, fetch as undiciFetch } from 'undici';
import { freePort, type RunningBroker, startBroker } from './harness/broker.js';
import { type Certificate, CertificateAuthority } from './harness/certificates.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';
import {
  byOauth4webapi,
  byOpenidClient,
  errorOf,
  type Fetch,
  type Parameters,
  type StockClient,
} from './stock-oauth-clients/libraries.js';

const USER_ID = 'urn:dingtalk:params:oauth:token-type:user-id';
const authority = new CertificateAuthority('broker authority');

describe.each([
  ['openid-client', byOpenidClient],
  ['oauth4webapi', byOauth4webapi],
])('%s, which knows nothing of this broker,', (library, connect) => {
  let world: World;
  let client: StockClient;
  let other: StockClient;
  let accessToken: string;
  let folder: string;
  let secure: RunningBroker;

  beforeAll(async () => {
    world = await startWorld();
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-stock-'));
    await world.registerDemo();
    const entitlements = [{ ...everythingOfDemo, delivery: ['token', 'handle'] }];
    const ours = await world.createCaller('todo-sync', entitlements);
    const theirs = await world.createCaller('somebody-else', entitlements);
    accessToken = await ours.accessToken();
    client = await connect(world.url, ours.clientId, { by: 'client_secret_basic', secret: ours.clientSecret });
    other = await connect(world.url, theirs.clientId, { by: 'client_secret_post', secret: theirs.clientSecret });
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    secure = await overMutualTls();
  });
  afterAll(async () => {
    await secure?.process.stop();
    await world?.close();
    await rm(folder, { recursive: true });
  });

  async function overMutualTls(): Promise<RunningBroker> {
    const file = async (name: string, content: string) => {
      await writeFile(path.join(folder, name), content);
      return path.join(folder, name);
    };
    const { cert, key } = authority.issue({ subject: 'broker' });
    const port = await freePort();
    return startBroker({
      databaseUrl: world.database.url,
      masterKeyFile: world.masterKeyFile,
      dingtalkUrl: world.emulator.url,
      port,
      publicUrl: `https://127.0.0.1:${port}`,
      env: {
        TLS_CERT_FILE: await file('cert', cert),
        TLS_KEY_FILE: await file('key', key),
        TLS_CLIENT_CA_FILE: await file('ca', authority.cert),
      },
    });
  }

  async function create(body: object): Promise<{ clientId: string }> {
    const answer = await world.operator('POST', '/callers', body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as { clientId: string };
  }

  /** The library's own requests, with a certificate shown. */
  const showing = (certificate: Certificate): Fetch => {
    const dispatcher = new Agent({ connect: { ca: authority.cert, ...certificate } });
    return async (url, options) => (await undiciFetch(url, { ...options, dispatcher })) as unknown as Response;
  };
  const bearer = { access_token: expect.any(String), token_type: 'bearer', expires_in: 900 };
  const exchanging = (change: Parameters = {}) => ({
    subject_token: 'zhangsan',
    subject_token_type: USER_ID,
    scope: 'Contact.User.Read',
    audience: 'demo',
    ...change,
  });
  async function handle(): Promise<string> {
    const answer = await ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${accessToken}` },
      json: { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] },
    });
    return String(answer.body.handle);
  }
  const throughGateway = async (token: string) =>
    (await ask(`${world.url}/dingtalk/v1.0/contact/users/me`, { headers: { authorization: `Bearer ${token}` } }))
      .status;

  describe('gets an access token', () => {
    it('by a secret, in the header and in the form', async () => {
      expect(await client.clientCredentials()).toMatchObject(bearer);
      expect(await other.clientCredentials()).toMatchObject(bearer);
    });

    it.each(['ES256', 'RS256', 'PS256', 'Ed25519'])('by a JWT it signs with %s', async (algorithm) => {
      const { publicKey, privateKey } = await oauth.generateKeyPair(algorithm, { extractable: true });
      const { kty, crv, x, y, n, e } = await crypto.subtle.exportKey('jwk', publicKey);
      const { clientId } = await create({
        name: `signer-${algorithm.toLowerCase()}`,
        authMethod: 'private_key_jwt',
        jwks: { keys: [JSON.parse(JSON.stringify({ kty, crv, x, y, n, e }))] },
      });
      const signer = await connect(world.url, clientId, { by: 'private_key_jwt', key: privateKey });
      expect(await signer.clientCredentials()).toMatchObject(bearer);
    });

    it('by a certificate', async () => {
      const { clientId } = await create({
        name: 'by-certificate',
        authMethod: 'mtls',
        tlsClientAuthSanUri: 'spiffe://example/todo',
      });
      const certificate = authority.issue({ subject: 'x', alternative: { uri: 'spiffe://example/todo' } });
      const fetch = showing(certificate);
      const holder = await connect(secure.url, clientId, { by: 'tls_client_auth' }, fetch);
      expect(await holder.clientCredentials()).toMatchObject(bearer);
    });

    it('and hears what is wrong with its credentials', async () => {
      const { privateKey } = await oauth.generateKeyPair('ES256');
      const strangers = await Promise.all([
        connect(world.url, 'nobody', { by: 'client_secret_basic', secret: 'wrong' }),
        connect(world.url, 'nobody', { by: 'private_key_jwt', key: privateKey }),
      ]);
      for (const stranger of strangers) {
        expect(await errorOf(stranger.clientCredentials())).toMatchObject({ status: 401 });
      }
    });
  });

  describe('exchanges a person’s id for a token', () => {
    it('that DingTalk takes', async () => {
      const token = await client.exchange(exchanging());
      expect(token).toMatchObject({
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'n_a',
        scope: expect.stringContaining('Contact.User.Read'),
      });
      expect(token.expires_in).toBeGreaterThan(60);
      const me = await ask(`${world.emulator.url}/v1.0/contact/users/me`, {
        headers: { 'x-acs-dingtalk-access-token': String(token.access_token) },
      });
      expect(me.status).toBe(200);
    });

    it('by the other id too, and without naming the application', async () => {
      const { body } = await ask(`${world.url}/v1/tokens`, {
        headers: { authorization: `Bearer ${accessToken}` },
        json: { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] },
      });
      const type = 'urn:dingtalk:params:oauth:token-type:union-id';
      const named = { subject_token: String(body.unionId), subject_token_type: type, scope: 'Contact.User.Read' };
      expect(await client.exchange(named)).toMatchObject({ token_type: 'n_a' });
      const inOrganisation = exchanging({ audience: '', corp_id: String(body.corpId) });
      expect(await client.exchange(inOrganisation)).toMatchObject({ token_type: 'n_a' });
    });

    it.each<[string, Parameters, number, string, string]>([
      ['somebody who has not consented', { subject_token: 'lisi' }, 403, 'consent_required', 'consent_required'],
      [
        'a scope nobody is entitled to',
        { scope: 'Contact.User.Read Drive.Nobody.Write' },
        403,
        'invalid_scope',
        'forbidden_by_policy',
      ],
      ['text that is no scope', { scope: '<all>' }, 400, 'invalid_scope', 'invalid_request'],
      ['an application that is unknown', { audience: 'unknown' }, 403, 'invalid_target', 'forbidden_by_policy'],
      ['text that is no application', { audience: 'https://todo.example' }, 400, 'invalid_target', 'invalid_request'],
      ['a resource', { resource: 'https://todo.example' }, 400, 'invalid_target', 'invalid_request'],
      ['an organisation that is another’s', { corp_id: 'ding-other' }, 400, 'invalid_request', 'invalid_request'],
      [
        'an id of another kind',
        { subject_token_type: 'urn:ietf:params:oauth:token-type:jwt' },
        400,
        'invalid_request',
        'invalid_request',
      ],
      [
        'another kind of token',
        { requested_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
        400,
        'invalid_request',
        'invalid_request',
      ],
      ['no scope', { scope: '' }, 400, 'invalid_scope', 'invalid_request'],
      ['nobody', { subject_token: '' }, 400, 'invalid_request', 'invalid_request'],
      ['an actor', { actor_token: 'x' }, 400, 'invalid_request', 'invalid_request'],
    ])('and hears why not, for %s', async (_, change, status, error, code) => {
      const heard = await errorOf(client.exchange(exchanging(change)));
      expect(heard).toMatchObject({ status, error, body: { code, requestId: expect.any(String) } });
      if (code === 'consent_required') {
        expect(heard.body).toMatchObject({ consentUrl: expect.stringContaining('/consent/demo'), reason: 'no_grant' });
      }
    });

    it('and hears of a grant type that is not served', async () => {
      const heard = await errorOf(client.exchange({ username: 'a', password: 'b' }, 'password'));
      expect(heard).toMatchObject({ status: 400, error: 'unsupported_grant_type' });
    });

    it('which is judged, and recorded, like every hand-out', async () => {
      const { rows } = await world.database.pool.query(
        `select distinct outcome from audit_events where type in ('token.handed_out', 'handout.refused')`,
      );
      expect(rows.map(({ outcome }) => outcome)).toEqual(
        expect.arrayContaining(['consent_required', 'forbidden_by_policy', 'token']),
      );
    });
  });

  describe('asks about a handle', () => {
    it('of its own, and ends it', async () => {
      const token = await handle();
      expect(await throughGateway(token)).toBe(200);
      expect(await client.introspect(token)).toMatchObject({
        active: true,
        scope: 'Contact.User.Read',
        token_type: 'Bearer',
        iss: world.url,
        aud: `${world.url}/dingtalk`,
        application: 'demo',
      });
      await client.revoke(token);
      expect(await client.introspect(token)).toEqual({ active: false });
      expect(await throughGateway(token)).toBe(401);
      await client.revoke(token);
    });

    it('of another caller, and learns and changes nothing', async () => {
      const token = await handle();
      expect(await other.introspect(token)).toEqual({ active: false });
      await other.revoke(token);
      expect(await client.introspect(token)).toMatchObject({ active: true });
      expect(await throughGateway(token)).toBe(200);
    });

    it('that never was one', async () => {
      for (const token of ['x', 'dth.LQ.AAAA', `dth.LQ.${'A'.repeat(43)}`]) {
        expect(await client.introspect(token)).toEqual({ active: false });
        await client.revoke(token);
      }
      expect(await client.introspect(accessToken)).toEqual({ active: false });
      expect(await errorOf(client.revoke(accessToken))).toMatchObject({ status: 400, error: 'unsupported_token_type' });
    });

    it('whose grant has ended', async () => {
      const token = await handle();
      const { id } = await world.liveGrant('zhangsan');
      await world.operator('POST', `/grants/${id}/revoke`, { reason: 'test' });
      expect(await client.introspect(token)).toEqual({ active: false });
      await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    });

    it('with credentials that are wrong, and is told so', async () => {
      const stranger = await connect(world.url, 'nobody', { by: 'client_secret_basic', secret: 'wrong' });
      expect(await errorOf(stranger.introspect('x'))).toMatchObject({ status: 401 });
      expect(await errorOf(stranger.revoke('x'))).toMatchObject({ status: 401 });
    });
  });

  it('may show an access token instead of credentials, unless its caller is disabled', async () => {
    const { id, accessToken: get } = await world.createCaller(`bearer-${library}`, []);
    const headers = { authorization: `Bearer ${await get()}` };
    const introspect = (form: Parameters) =>
      ask(`${world.url}/oauth2/introspect`, { headers, form: { token: 'x', ...form } });
    expect((await introspect({})).body).toEqual({ active: false });
    expect((await introspect({ client_id: 'a', client_secret: 'b' })).body.error).toBe('invalid_request');
    await world.operator('POST', `/callers/${id}/disable`);
    expect((await introspect({})).body.error).toBe('invalid_client');
  });
});
