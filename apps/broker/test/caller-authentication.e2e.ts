import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AssertionKey, claimsOf, createAssertionKey, inSeconds, JWT_BEARER } from './harness/assertions.js';
import { type Answer, ask } from './harness/http.js';
import { type KeyServer, startKeyServer } from './harness/key-server.js';
import { startWorld, type World } from './harness/world.js';

interface Created {
  readonly id: string;
  readonly clientId: string;
  readonly clientSecret?: string;
}
type Form = Record<string, string>;
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('a caller that proves who it is', () => {
  let world: World;
  let keyServer: KeyServer;
  let key: AssertionKey;
  let signer: Created;
  beforeAll(async () => {
    world = await startWorld({ brokers: 2 });
    keyServer = await startKeyServer();
    key = await createAssertionKey();
    signer = await create({ name: 'signer', authMethod: 'private_key_jwt', jwks: { keys: [key.jwk] } });
  });
  afterAll(async () => {
    await keyServer?.close();
    await world?.close();
  });

  async function create(body: object): Promise<Created> {
    const answer = await world.operator('POST', '/callers', body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as unknown as Created;
  }
  const tokenFor = (form: Form, url = world.url, headers: Form = {}) =>
    ask(`${url}/oauth2/token`, { headers, form: { grant_type: 'client_credentials', ...form } });
  const present = (assertion: string, form: Form = {}, url?: string) =>
    tokenFor({ client_assertion_type: JWT_BEARER, client_assertion: assertion, ...form }, url);
  const good = () => claimsOf(signer.clientId, world.url);
  /** Without what is another's with every request. */
  const saying = ({ status, body }: Answer) => ({ status, body: { ...body, requestId: undefined } });
  const untold = {
    status: 401,
    body: {
      error: 'invalid_client',
      error_description: 'These are not the credentials of a client.',
      code: 'unauthenticated',
      requestId: undefined,
    },
  };

  describe('by private_key_jwt', () => {
    it('has no secret, and gets access tokens that work', async () => {
      expect(signer.clientSecret).toBeUndefined();
      for (const aud of [world.url, `${world.url}/oauth2/token`]) {
        const answer = await present(await key.sign({ ...good(), aud }));
        expect(answer.status).toBe(200);
        const use = await ask(`${world.url}/v1/tokens`, {
          headers: { authorization: `Bearer ${answer.body.access_token}` },
          json: { userId: 'zhangsan', corpId: 'dinghangzhou0001', scopes: ['Contact.User.Read'] },
        });
        expect(use.body.code).toBe('forbidden_by_policy');
      }
    });

    it.each(['RS256', 'PS256', 'EdDSA', 'Ed25519'])('may sign with %s', async (alg) => {
      const own = await createAssertionKey(alg);
      const caller = await create({
        name: `signer-${alg.toLowerCase()}`,
        authMethod: 'private_key_jwt',
        jwks: { keys: [own.jwk] },
      });
      expect((await present(await own.sign(claimsOf(caller.clientId, world.url)))).status).toBe(200);
    });

    it('may name itself beside the assertion, but nobody else', async () => {
      expect((await present(await key.sign(good()), { client_id: signer.clientId })).status).toBe(200);
      const other = await create({ name: 'other', authMethod: 'private_key_jwt', jwks: { keys: [key.jwk] } });
      expect((await present(await key.sign(good()), { client_id: other.clientId })).status).toBe(401);
    });

    it('uses an assertion once, whichever of many replicas are asked at the same time', async () => {
      const assertion = await key.sign(good());
      const [first, second] = world.brokers.map(({ url }) => url);
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, n) => present(assertion, {}, n % 2 ? first : second)),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(new Set(refused.map(({ status, body }) => `${status} ${body.error}`))).toEqual(
        new Set(['401 invalid_client']),
      );
      expect(refused[0]?.body.error_description).toContain('jti was used before');
    });

    describe('is refused, and told why, since it has the key', () => {
      it.each<[string, () => object, string]>([
        ['an audience that is not this broker', () => ({ aud: 'https://other.example' }), 'aud'],
        ['no audience', () => ({ aud: undefined }), 'aud'],
        ['an audience besides this broker', () => ({ aud: [world.url, 'https://other.example'] }), 'nobody else'],
        ['a subject that is not the issuer', () => ({ sub: 'somebody' }), ''],
        ['no expiry', () => ({ exp: undefined }), 'exp'],
        ['an expiry further ahead than ten minutes', () => ({ exp: inSeconds(700) }), 'at most 600 seconds'],
        ['an expiry at the end of time', () => ({ exp: Number.MAX_SAFE_INTEGER }), 'at most 600 seconds'],
        ['an expiry that has passed', () => ({ exp: inSeconds(-40) }), 'exp has passed'],
        ['a beginning in the future', () => ({ nbf: inSeconds(60) }), 'nbf'],
        ['no jti', () => ({ jti: undefined }), 'jti'],
        ['an empty jti', () => ({ jti: '' }), 'jti'],
        ['a jti as long as a novel', () => ({ jti: 'x'.repeat(2_000) }), 'jti'],
        ['a jti that is no text', () => ({ jti: 7 }), 'jti'],
      ])('with %s', async (_, change, said) => {
        const answer = await present(await key.sign({ ...good(), ...change() }), { client_id: signer.clientId });
        expect(answer.status).toBe(401);
        expect(answer.body.error).toBe('invalid_client');
        expect(answer.body.error_description).toContain(said);
      });

      it('with the type of another kind of token', async () => {
        const answer = await present(await key.sign(good(), { typ: 'at+jwt' }));
        expect(answer.body.error_description).toContain('typ');
      });
    });

    it('is given half a minute for its clock', async () => {
      for (const change of [{ exp: inSeconds(-20) }, { nbf: inSeconds(20) }, { exp: inSeconds(620) }]) {
        expect((await present(await key.sign({ ...good(), ...change }))).status).toBe(200);
      }
    });

    describe('cannot be imitated, and nobody is told whether it exists:', () => {
      const unsigned = (header: object, claims: object) => `${encode(header)}.${encode(claims)}.`;
      const hmac = (secret: string) => {
        const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(good())}`;
        return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
      };
      it.each<[string, () => string | Promise<string>]>([
        ['no signature', () => unsigned({ alg: 'none' }, good())],
        ['no signature, spelled otherwise', () => unsigned({ alg: 'None' }, good())],
        ['the public key as a shared secret', () => hmac(key.spki)],
        ['the public JWK as a shared secret', () => hmac(JSON.stringify(key.jwk))],
        ['another key', async () => (await createAssertionKey()).sign(good())],
        [
          'another key that it brings along',
          async () => {
            const own = await createAssertionKey();
            return own.sign(good(), { jwk: own.jwk });
          },
        ],
        [
          'a key at an address that it names',
          async () => {
            const own = await createAssertionKey('ES256', 'evil');
            keyServer.documents.set('/evil', { body: JSON.stringify({ keys: [own.jwk] }) });
            return own.sign(good(), { jku: `${keyServer.url}/evil` });
          },
        ],
        ['a kid that is a path', () => key.sign(good(), { kid: '../../../../dev/null' })],
        ['a kid that is a statement', () => key.sign(good(), { kid: "' or 1=1 --" })],
        ['a signature cut short', async () => (await key.sign(good())).slice(0, -8)],
        [
          'claims exchanged after signing',
          async () => {
            const [header, , signature] = (await key.sign(good())).split('.');
            return `${header}.${encode(good())}.${signature}`;
          },
        ],
        ['a caller that does not exist', () => key.sign(claimsOf('nobody', world.url))],
        ['a caller with NUL in its name', () => key.sign(claimsOf('no\u0000body', world.url))],
        ['no JWT', () => 'not.a.jwt'],
        ['an encrypted JWT', () => 'a.b.c.d.e'],
        ['claims that are no object', () => `${encode({ alg: 'ES256' })}.${encode([])}.AAAA`],
      ])('%s', async (_, forge) => {
        expect(saying(await present(await forge()))).toEqual(untold);
        expect(keyServer.asked).not.toContain('/evil');
      });

      it('nor by how long the answer takes', async () => {
        const stranger = await createAssertionKey();
        const took = { existing: [] as number[], unknown: [] as number[] };
        for (let n = 0; n < 60; n++) {
          for (const [who, clientId] of [
            ['existing', signer.clientId],
            ['unknown', 'nobody-019afbcfa63b'],
          ] as const) {
            const assertion = await stranger.sign(claimsOf(clientId, world.url));
            const startedAt = performance.now();
            expect((await present(assertion)).status).toBe(401);
            took[who].push(performance.now() - startedAt);
          }
        }
        const median = (times: number[]) => times.sort((a, b) => a - b)[times.length / 2] ?? 0;
        const ratio = median(took.existing) / median(took.unknown);
        expect(ratio).toBeGreaterThan(0.5);
        expect(ratio).toBeLessThan(2);
      });

      it('an assertion as long as a book', async () => {
        const answer = await present(await key.sign({ ...good(), note: 'x'.repeat(20_000) }));
        expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
      });
    });

    it('is refused once it is disabled, and let in again', async () => {
      const caller = await create({ name: 'paused', authMethod: 'private_key_jwt', jwks: { keys: [key.jwk] } });
      const tryIt = async () => saying(await present(await key.sign(claimsOf(caller.clientId, world.url))));
      await world.operator('POST', `/callers/${caller.id}/disable`);
      expect(await tryIt()).toEqual(untold);
      await world.operator('POST', `/callers/${caller.id}/enable`);
      expect((await tryIt()).status).toBe(200);
    });

    it('changes its keys by PATCH: the old one is worth nothing from then on', async () => {
      const caller = await create({ name: 'rotating', authMethod: 'private_key_jwt', jwks: { keys: [key.jwk] } });
      const next = await createAssertionKey('EdDSA', 'next');
      const sign = (by: AssertionKey) => by.sign(claimsOf(caller.clientId, world.url));
      const change = await world.operator('PATCH', `/callers/${caller.id}`, { jwks: { keys: [next.jwk] } });
      expect(change.body.jwks).toEqual({ keys: [next.jwk] });
      expect(saying(await present(await sign(key)))).toEqual(untold);
      expect((await present(await sign(next))).status).toBe(200);
    });
  });

  describe('with keys at an address', () => {
    it('has them fetched, once for many requests, and never from where the answer redirects to', async () => {
      const own = await createAssertionKey('RS256', '1');
      keyServer.documents.set('/keys', { body: JSON.stringify({ keys: [own.jwk, { kty: 'oct', k: 'x' }] }) });
      keyServer.documents.set('/moved', { status: 302, location: '/keys', body: '' });
      const at = (path: string) =>
        create({
          name: `at${path.replace('/', '-')}`,
          authMethod: 'private_key_jwt',
          jwksUri: `${keyServer.url}${path}`,
        });
      const fetching = await at('/keys');
      const moved = await at('/moved');
      keyServer.asked.length = 0;
      for (let n = 0; n < 5; n++) {
        expect((await present(await own.sign(claimsOf(fetching.clientId, world.url)))).status).toBe(200);
      }
      expect(keyServer.asked).toEqual(['/keys']);

      const answer = await present(await own.sign(claimsOf(moved.clientId, world.url)));
      expect([answer.status, answer.body.error]).toEqual([503, 'temporarily_unavailable']);
      expect(answer.headers.get('retry-after')).toBe('30');
      expect(keyServer.asked).toEqual(['/keys', '/moved']);
    });

    it.each([
      ['too long', 'x'.repeat(100_000)],
      ['not json', '<html>'],
      ['not a key set', '{"keys":"none"}'],
    ])('is told to come back while what is there is %s', async (what, body) => {
      const path = `/${what.replaceAll(' ', '-')}`;
      keyServer.documents.set(path, { body });
      const caller = await create({
        name: `strange${path.replace('/', '-')}`,
        authMethod: 'private_key_jwt',
        jwksUri: `${keyServer.url}${path}`,
      });
      expect((await present(await key.sign(claimsOf(caller.clientId, world.url)))).status).toBe(503);
    });
  });

  describe('by workload_jwt', () => {
    const subject = 'system:serviceaccount:todo:todo-sync';
    let cluster: AssertionKey;
    let issuer: string;
    let workload: Created;
    beforeAll(async () => {
      cluster = await createAssertionKey('RS256', 'cluster-1');
      issuer = keyServer.url;
      keyServer.documents.set('/.well-known/openid-configuration', {
        body: JSON.stringify({ issuer, jwks_uri: `${issuer}/openid/v1/jwks` }),
      });
      keyServer.documents.set('/openid/v1/jwks', { body: JSON.stringify({ keys: [cluster.jwk] }) });
      workload = await create({ name: 'workload', authMethod: 'workload_jwt', issuer, subject });
    });
    /** As the kubelet writes it. */
    const projected = () => ({
      iss: issuer,
      sub: subject,
      aud: [world.url],
      iat: inSeconds(-60),
      nbf: inSeconds(-60),
      exp: inSeconds(3_600),
      'kubernetes.io': { namespace: 'todo', serviceaccount: { name: 'todo-sync' } },
    });

    it('gets access tokens with the one token of its platform, with or without its id', async () => {
      const token = await cluster.sign(projected());
      expect((await present(token)).status).toBe(200);
      expect((await present(token, { client_id: workload.clientId }, world.brokers[1]?.url)).status).toBe(200);
      expect((await present(token)).status).toBe(200);
    });

    it('may have the keys in its own row, where the issuer cannot be reached', async () => {
      const inside = { issuer: 'https://kubernetes.default.svc.cluster.local', subject };
      await create({ name: 'inside', authMethod: 'workload_jwt', ...inside, jwks: { keys: [cluster.jwk] } });
      const token = await cluster.sign({ ...projected(), iss: inside.issuer });
      expect((await present(token)).status).toBe(200);
    });

    it.each<[string, () => object, string]>([
      ['another audience', () => ({ aud: ['https://kubernetes.default.svc'] }), 'aud'],
      ['the audiences of others too', () => ({ aud: [world.url, 'https://other.example'] }), 'nobody else'],
      ['no expiry', () => ({ exp: undefined }), 'exp'],
      ['an expiry that has passed', () => ({ exp: inSeconds(-40) }), 'exp has passed'],
    ])('is refused with %s', async (_, change, said) => {
      const answer = await present(await cluster.sign({ ...projected(), ...change() }));
      expect(answer.status).toBe(401);
      expect(answer.body.error_description).toContain(said);
    });

    it.each<[string, () => Promise<string>, () => Form]>([
      ['the service account of another', () => cluster.sign({ ...projected(), sub: `${subject}-2` }), () => ({})],
      [
        'the same subject of another issuer',
        () => cluster.sign({ ...projected(), iss: 'https://evil.example' }),
        () => ({}),
      ],
      ['a key of another', async () => (await createAssertionKey('RS256', 'cluster-1')).sign(projected()), () => ({})],
      [
        'the name of a caller that signs for itself',
        () => cluster.sign(projected()),
        () => ({ client_id: signer.clientId }),
      ],
    ])('cannot be imitated with %s', async (_, forge, form) => {
      expect(saying(await present(await forge(), form()))).toEqual(untold);
    });
  });

  describe('by a secret', () => {
    const works = async ({ clientId, clientSecret = '' }: Created) =>
      (await tokenFor({ client_id: clientId, client_secret: clientSecret })).status === 200;
    const rotate = (caller: Created, body: object = {}) =>
      world.operator('POST', `/callers/${caller.id}/rotate-secret`, body);

    it('changes over to a new one without a gap, and the old one ends', async () => {
      const old = await create({ name: 'changing', authMethod: 'client_secret' });
      const answer = await rotate(old, { overlapSeconds: 3_600 });
      const next = answer.body as unknown as Created & { previousSecretExpiresAt: string };
      expect([answer.status, next.clientId]).toEqual([200, old.clientId]);
      expect(Date.parse(next.previousSecretExpiresAt) - Date.now()).toBeGreaterThan(3_590_000);
      expect([await works(old), await works(next)]).toEqual([true, true]);

      await world.database.pool.query('update caller_secrets set expires_at = now() where expires_at is not null');
      expect([await works(old), await works(next)]).toEqual([false, true]);
    });

    it('gives a day to change over, unless told otherwise', async () => {
      const { body } = await rotate(await create({ name: 'usual', authMethod: 'client_secret' }));
      const seconds = (Date.parse(String(body.previousSecretExpiresAt)) - Date.now()) / 1_000;
      expect(seconds).toBeGreaterThan(86_390);
      expect(seconds).toBeLessThanOrEqual(86_401);
    });

    it('has two that work at most, even of many rotations at the same time', async () => {
      const first = await create({ name: 'many', authMethod: 'client_secret' });
      const next = (await Promise.all(Array.from({ length: 5 }, () => rotate(first)))).map(
        ({ body }) => body as unknown as Created,
      );
      const working = await Promise.all([first, ...next].map(works));
      expect(working.filter(Boolean)).toHaveLength(2);
    });

    it('ends the others at once where no overlap is wanted, and says who did it', async () => {
      const first = await create({ name: 'leaked', authMethod: 'client_secret' });
      const second = (await rotate(first)).body as unknown as Created;
      const third = (await rotate(first, { overlapSeconds: 0 })).body as unknown as Created;
      expect([await works(first), await works(second), await works(third)]).toEqual([false, false, true]);

      const { rows } = await world.database.pool.query(
        `select actor, details from audit_events where type = 'caller.secret_rotated' and caller_id = $1 order by occurred_at`,
        [first.id],
      );
      expect(rows).toEqual([
        { actor: 'operator:bootstrap', details: { overlapSeconds: 86_400 } },
        { actor: 'operator:bootstrap', details: { overlapSeconds: 0 } },
      ]);
    });

    it('cannot get one if it has another method', async () => {
      expect((await rotate(signer)).status).toBe(409);
      expect((await rotate({ ...signer, id: '01a1fbcf-a63b-769e-a2dd-7720d501636c' })).status).toBe(404);
    });
  });

  describe('by another method than its own', () => {
    it('is told the same as a stranger', async () => {
      const secretly = await create({ name: 'secretly', authMethod: 'client_secret' });
      expect(secretly.clientSecret).toEqual(expect.any(String));
      const { clientId, clientSecret = '' } = secretly;
      const answers = [
        await present(await key.sign(claimsOf(clientId, world.url))),
        await tokenFor({ client_id: signer.clientId, client_secret: clientSecret }),
        await tokenFor({ client_id: clientId }),
        await tokenFor({ client_id: 'nobody', client_secret: clientSecret }),
      ];
      for (const answer of answers) expect(saying(answer)).toEqual(untold);
      expect((await tokenFor({ client_id: clientId, client_secret: clientSecret })).status).toBe(200);
    });

    it('cannot use two at once, not even two that are right', async () => {
      const basic = `Basic ${Buffer.from(`${signer.clientId}:x`).toString('base64')}`;
      const form = { client_assertion_type: JWT_BEARER, client_assertion: await key.sign(good()) };
      for (const answer of [
        await tokenFor({ ...form, client_id: signer.clientId, client_secret: 'x' }),
        await tokenFor(form, world.url, { authorization: basic }),
      ]) {
        expect([answer.status, answer.body.error]).toEqual([400, 'invalid_request']);
      }
      expect((await tokenFor(form)).status).toBe(200);
    });
  });

  describe('as operators register it', () => {
    it.each<[string, object, string[]]>([
      ['a method without what goes with it', { authMethod: 'private_key_jwt' }, ['/jwks']],
      ['keys twice', { authMethod: 'private_key_jwt', jwks: 'key', jwksUri: 'https://a.example' }, ['/jwksUri']],
      ['keys with a secret', { authMethod: 'client_secret', jwks: 'key' }, ['/jwks']],
      ['a private address', { authMethod: 'private_key_jwt', jwksUri: 'https://169.254.169.254/' }, ['/jwksUri']],
      ['an address without TLS', { authMethod: 'private_key_jwt', jwksUri: 'http://a.example/' }, ['/jwksUri']],
      ['a workload without a subject', { authMethod: 'workload_jwt', issuer: 'https://a.example' }, ['/subject']],
      ['an issuer nobody can ask', { authMethod: 'workload_jwt', issuer: 'urn:cluster', subject: 'a' }, ['/issuer']],
      ['no name of a certificate', { authMethod: 'mtls' }, ['']],
      ['two names', { authMethod: 'mtls', tlsClientAuthSanDns: 'a.example', tlsClientAuthSanIp: '192.0.2.1' }, ['']],
      ['a name with a wildcard', { authMethod: 'mtls', tlsClientAuthSanDns: '*.example' }, ['/tlsClientAuthSanDns']],
    ])('is refused with %s', async (_, body, pointers) => {
      const jwks = { keys: [key.jwk] };
      const request = { name: 'refused', ...body, ...('jwks' in body && { jwks }) };
      const answer = await world.operator('POST', '/callers', request);
      expect(answer.status).toBe(400);
      expect((answer.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(pointers);
    });

    it('is refused with a private key, and the answer does not repeat it', async () => {
      const jwk = { ...key.jwk, d: 'canary-of-a-private-key' };
      const answer = await world.operator('POST', '/callers', {
        name: 'refused',
        authMethod: 'private_key_jwt',
        jwks: { keys: [jwk] },
      });
      expect([answer.status, (answer.body.errors as { pointer: string }[])[0]?.pointer]).toEqual([400, '/jwks/keys/0']);
      expect(answer.text).not.toContain('canary');
    });

    it('is the only one with its subject or its certificate', async () => {
      const subject = 'system:serviceaccount:todo:unique';
      const workload = { authMethod: 'workload_jwt', issuer: keyServer.url, subject };
      const first = await create({ name: 'first', ...workload });
      expect((await world.operator('POST', '/callers', { name: 'second', ...workload })).status).toBe(409);
      const third = await create({ name: 'third', ...workload, subject: `${subject}-3` });
      expect((await world.operator('PATCH', `/callers/${third.id}`, { subject })).status).toBe(409);
      expect((await world.operator('GET', `/callers/${first.id}`)).body).toMatchObject(workload);
    });

    it('keeps the method of proof it was created with', async () => {
      const answer = await world.operator('PATCH', `/callers/${signer.id}`, { authMethod: 'client_secret' });
      expect(answer.status).toBe(400);
    });
  });

  it('is told by the metadata what works', async () => {
    const { body } = await ask(`${world.url}/.well-known/oauth-authorization-server`);
    expect(body.token_endpoint_auth_methods_supported).toEqual([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
    ]);
    expect(body.token_endpoint_auth_signing_alg_values_supported).toEqual([
      'ES256',
      'RS256',
      'PS256',
      'EdDSA',
      'Ed25519',
    ]);
  });
});
