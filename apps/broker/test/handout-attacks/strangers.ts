import { beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { ask } from '../harness/http.js';
import { recordOf } from '../harness/trail.js';
import { startWorld } from '../harness/world.js';
import { accessToken, asked, caller, expectProblem, world } from './stage.js';

export function strangers(): void {
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
}
