import { describe, expect, it } from '@jest/globals';
import { provingByOwnKey } from './caller-authentication/private-key-jwt.js';
import {
  type Created,
  create,
  good,
  key,
  keyServer,
  present,
  saying,
  signer,
  stage,
  tokenFor,
  untold,
  world,
} from './caller-authentication/stage.js';
import { provingByPlatform } from './caller-authentication/workload-jwt.js';
import { claimsOf, JWT_BEARER } from './harness/assertions.js';
import { ask } from './harness/http.js';
import { until } from './harness/until.js';

describe('a caller that proves who it is', () => {
  stage();
  provingByOwnKey();
  provingByPlatform();

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

    it('shows which of two is still used, and loses the old one early if an operator ends it', async () => {
      const old = await create({ name: 'ending', authMethod: 'client_secret' });
      const next = (await rotate(old)).body as unknown as Created;
      const listed = async () => {
        const { body } = await world.operator('GET', `/callers/${old.id}/secrets`);
        return body.items as { id: string; expiresAt: string | null; lastUsedAt: string | null }[];
      };
      const end = (secretId?: string) => world.operator('POST', `/callers/${old.id}/secrets/${secretId}/end`);
      expect(await works(old)).toBe(true);
      await until(
        'the use is noted',
        async () => (await listed()).some(({ lastUsedAt }) => lastUsedAt !== null),
        60_000,
      );
      const [current, replaced] = await listed();
      expect(current).toMatchObject({ expiresAt: null, lastUsedAt: null });
      expect(replaced).toMatchObject({ expiresAt: expect.any(String), lastUsedAt: expect.any(String) });

      expect((await end(current?.id)).body.code).toBe('conflict');
      const { status, headers, text } = await end(replaced?.id);
      expect([status, await works(old), await works(next)]).toEqual([200, false, true]);
      expect(text).not.toContain(old.clientSecret);
      expect((await end(replaced?.id)).status).toBe(404);
      const { body } = await world.operator('GET', `/audit-events?requestId=${headers.get('x-request-id')}`);
      const details = {
        secretId: replaced?.id,
        wouldHaveEndedAt: replaced?.expiresAt,
        lastUsedAt: replaced?.lastUsedAt,
      };
      expect(body.items).toMatchObject([{ type: 'caller.secret_ended', callerId: old.id, details }]);
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
