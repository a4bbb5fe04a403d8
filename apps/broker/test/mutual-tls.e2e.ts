import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Certificate, CertificateAuthority } from './harness/certificates.js';
import { RpcClient } from './harness/grpc.js';
import { ask } from './harness/http.js';
import { askOverTls } from './harness/https.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';

const authority = new CertificateAuthority('broker authority');
const stranger = new CertificateAuthority('another authority');
const server = authority.issue({ subject: 'broker' });
const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
const entitlements = [{ ...everythingOfDemo, delivery: ['token', 'handle'] }];

interface Created {
  readonly id: string;
  readonly clientId: string;
}

/** Two brokers on one database: the first speaks plain text, for people and operators, the second mutual TLS. */
describe('mutual TLS', () => {
  let folder: string;
  let world: World;
  let secure: { url: string; grpcAddress: string };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-mtls-'));
    const file = async (name: string, content: string) => {
      await writeFile(path.join(folder, name), content);
      return path.join(folder, name);
    };
    const tls = {
      TLS_CERT_FILE: await file('cert', server.cert),
      TLS_KEY_FILE: await file('key', server.key),
      TLS_CLIENT_CA_FILE: await file('ca', authority.cert),
    };
    world = await startWorld({ brokers: 2, env: (_, number): Record<string, string> => (number === 0 ? {} : tls) });
    const [, second] = world.brokers;
    if (!second) throw new Error('two brokers were asked for');
    secure = second;
    await world.registerDemo({ signIn: true });
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true });
  });

  async function create(body: object): Promise<Created> {
    const answer = await world.operator('POST', '/callers', { entitlements, ...body });
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as unknown as Created;
  }
  const post = (
    address: string,
    shows: Certificate | undefined,
    body: { json?: unknown; form?: Record<string, string> },
    bearer?: string,
  ) =>
    askOverTls(`${secure.url}${address}`, {
      ca: authority.cert,
      shows,
      ...body,
      ...(bearer !== undefined && { headers: { authorization: `Bearer ${bearer}` } }),
    });
  const accessToken = (clientId: string, shows: Certificate | undefined) =>
    post('/oauth2/token', shows, { form: { grant_type: 'client_credentials', client_id: clientId } });
  const said = (answer: Awaited<ReturnType<typeof post>>) =>
    answer === 'refused' ? answer : [answer.status, answer.body.error ?? answer.body.code ?? 'ok'].join(' ');
  const bodyOf = (answer: Awaited<ReturnType<typeof post>>) => (answer === 'refused' ? {} : answer.body);
  async function overGrpc(shows: Certificate | undefined, token?: string) {
    const pair = shows ? ([Buffer.from(shows.key), Buffer.from(shows.cert)] as const) : ([] as const);
    const client = new RpcClient(secure.grpcAddress, credentials.createSsl(Buffer.from(authority.cert), ...pair));
    try {
      return await client.call<{ token?: object }>(
        'GetToken',
        { application: 'demo', userId: 'zhangsan', scopes: asked.scopes },
        {
          deadlineMs: 60_000,
          ...(token !== undefined && { token }),
        },
      );
    } finally {
      client.close();
    }
  }

  describe('as the way a caller proves who it is', () => {
    const certificate = authority.issue({ subject: 'todo-sync' });
    const expired = authority.issue({ subject: 'todo-sync', notAfter: new Date(Date.now() - 86_400_000) });
    const foreign = stranger.issue({ subject: 'todo-sync' });
    const another = authority.issue({ subject: 'somebody-else' });
    let caller: Created;
    beforeAll(async () => {
      caller = await create({ name: 'by-subject', authMethod: 'mtls', tlsClientAuthSubjectDn: 'CN=todo-sync' });
    });

    it.each<[string, Certificate | undefined, string, string, string]>([
      ['its certificate', certificate, '200 ok', 'OK', 'token'],
      ['no certificate', undefined, '401 invalid_client', 'UNAVAILABLE', ''],
      ['a certificate of another authority', foreign, 'refused', 'UNAVAILABLE', ''],
      ['a certificate that has expired', expired, 'refused', 'UNAVAILABLE', ''],
      ['a certificate of somebody else', another, '401 invalid_client', 'UNAUTHENTICATED', ''],
    ])('with %s', async (_, shows, token, status, outcome) => {
      expect(said(await accessToken(caller.clientId, shows))).toBe(token);
      const rpc = await overGrpc(shows);
      expect([rpc.status, rpc.body.token ? 'token' : '']).toEqual([status, outcome]);
    });

    it.each<[string, object, Parameters<typeof authority.issue>[0]]>([
      [
        'DNS name',
        { tlsClientAuthSanDns: 'Todo.Internal.Example' },
        { subject: 'x', alternative: { dns: 'todo.internal.example' } },
      ],
      [
        'URI',
        { tlsClientAuthSanUri: 'spiffe://example/todo' },
        { subject: 'x', alternative: { uri: 'spiffe://example/todo' } },
      ],
      [
        'email address',
        { tlsClientAuthSanEmail: 'todo@example.com' },
        { subject: 'x', alternative: { email: 'todo@example.com' } },
      ],
      ['IP address', { tlsClientAuthSanIp: '127.0.0.1' }, { subject: 'x' }],
    ])('by the %s in it', async (what, registered, issued) => {
      const name = `by-${what.toLowerCase().replaceAll(' ', '-')}`;
      const { clientId } = await create({ name, authMethod: 'mtls', ...registered });
      const own = authority.issue(issued);
      expect(said(await accessToken(clientId, own))).toBe('200 ok');
      expect(said(await accessToken(caller.clientId, own))).toBe('401 invalid_client');
      expect((await overGrpc(own)).body.token).toBeDefined();
    });

    it('is nobody on gRPC where it carries the names of two callers, and either at the token endpoint by its id', async () => {
      const one = await create({ name: 'one', authMethod: 'mtls', tlsClientAuthSubjectDn: 'CN=two-names' });
      const other = await create({ name: 'other', authMethod: 'mtls', tlsClientAuthSanDns: 'two-names.example' });
      const both = authority.issue({ subject: 'two-names', alternative: { dns: 'two-names.example' } });
      expect((await overGrpc(both)).status).toBe('UNAUTHENTICATED');
      for (const { clientId } of [one, other]) expect(said(await accessToken(clientId, both))).toBe('200 ok');
    });

    it('is refused from the next statement on once it is disabled, also where its certificate is known already', async () => {
      const own = authority.issue({ subject: 'leaving', alternative: { dns: 'leaving.example' } });
      const { id, clientId } = await create({
        name: 'leaving',
        authMethod: 'mtls',
        tlsClientAuthSubjectDn: 'CN=leaving',
      });
      const token = String(bodyOf(await accessToken(clientId, own)).access_token);
      expect((await overGrpc(own)).status).toBe('OK');
      await world.operator('POST', `/callers/${id}/disable`);
      expect((await overGrpc(own)).status).toBe('PERMISSION_DENIED');
      expect((await overGrpc(own, token)).status).toBe('PERMISSION_DENIED');
      expect(said(await post('/v1/tokens', own, { json: asked }, token))).toBe('403 forbidden_by_policy');
      expect(said(await accessToken(clientId, own))).toBe('401 invalid_client');
    });

    it('is told by the metadata', async () => {
      const metadata = await askOverTls(`${secure.url}/.well-known/oauth-authorization-server`, { ca: authority.cert });
      expect(bodyOf(metadata)).toMatchObject({
        token_endpoint_auth_methods_supported: expect.arrayContaining(['tls_client_auth']),
        tls_client_certificate_bound_access_tokens: true,
      });
    });
  });

  describe('binds what is got over it', () => {
    const certificate = authority.issue({ subject: 'binding', alternative: { dns: 'binding.example' } });
    const renewed = authority.issue({ subject: 'binding', alternative: { dns: 'binding.example' } });
    let token: string;
    let handle: string;
    beforeAll(async () => {
      const { clientId } = await create({ name: 'binding', authMethod: 'mtls', tlsClientAuthSubjectDn: 'CN=binding' });
      token = String(bodyOf(await accessToken(clientId, certificate)).access_token);
      handle = String(bodyOf(await post('/v1/handles', certificate, { json: asked }, token)).handle);
    });

    it('an access token, to the certificate it was got with', async () => {
      const [, claims = ''] = token.split('.');
      expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({
        cnf: { 'x5t#S256': expect.stringMatching(/^[\w-]{43}$/) },
      });
      expect(said(await post('/v1/tokens', certificate, { json: asked }, token))).toBe('200 ok');
      expect((await overGrpc(certificate, token)).status).toBe('OK');

      // Remembered as good by now: that must not help anybody else.
      expect(said(await post('/v1/tokens', renewed, { json: asked }, token))).toBe('401 unauthenticated');
      expect((await overGrpc(renewed, token)).status).toBe('UNAUTHENTICATED');
      const plain = await ask(`${world.url}/v1/tokens`, { headers: { authorization: `Bearer ${token}` }, json: asked });
      expect(plain.status).toBe(401);
    });

    it('a handle, so that it is useless to whoever has only the handle', async () => {
      const me = '/dingtalk/v1.0/contact/users/me';
      const over = (shows: Certificate | undefined) =>
        askOverTls(`${secure.url}${me}`, { ca: authority.cert, shows, headers: { authorization: `Bearer ${handle}` } });
      expect(said(await over(certificate))).toBe('200 ok');
      expect(said(await over(renewed))).toBe('401 unauthenticated');
      expect(said(await over(undefined))).toBe('401 unauthenticated');
      const plain = await ask(`${world.url}${me}`, { headers: { authorization: `Bearer ${handle}` } });
      expect(plain.status).toBe(401);
    });
  });

  it('asks nothing more of people and operators', async () => {
    const at = (address: string) => askOverTls(`${secure.url}${address}`, { ca: authority.cert });
    for (const address of ['/healthz', '/consent/demo', '/me', '/admin/', '/.well-known/jwks.json']) {
      const answer = await at(address);
      expect([address, answer === 'refused' ? answer : answer.status < 400]).toEqual([address, true]);
    }
    expect(said(await at('/admin/v1/overview'))).toBe('401 unauthenticated');
  });
});
