import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type AssertionKey, claimsOf, createAssertionKey, inSeconds } from '../harness/assertions.js';
import { untilAlike } from '../harness/durations.js';
import { ask } from '../harness/http.js';
import { create, good, key, keyServer, present, saying, signer, untold, world } from './stage.js';

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

export function provingByOwnKey(): void {
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
        const refused = async (clientId: string): Promise<number> => {
          const assertion = await stranger.sign(claimsOf(clientId, world.url));
          const startedAt = performance.now();
          expect((await present(assertion)).status).toBe(401);
          return performance.now() - startedAt;
        };
        const differs = await untilAlike(
          async () => [await refused(signer.clientId), await refused('nobody-019afbcfa63b')],
          (existing, none) => existing / none > 0.5 && existing / none < 2,
        );
        expect(differs).toBeUndefined();
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
}
