import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, HANGZHOU, SEED_SECRET, SHANGHAI, SUITE } from '../../test/emulator-under-test.js';

describe('the new gateway', () => {
  let emulator: EmulatorUnderTest;
  beforeAll(async () => {
    emulator = await EmulatorUnderTest.start();
  });
  afterAll(() => emulator.close());
  beforeEach(() => emulator.control('POST', '/reset'));

  describe('userAccessToken', () => {
    const complete = { clientId: DEMO, clientSecret: SEED_SECRET, grantType: 'authorization_code', code: 'x' };

    it.each([
      ['no fields of its own names', { client_id: DEMO }, 'MissingclientId'],
      ['an empty secret', { ...complete, clientSecret: '' }, 'MissingclientSecret'],
      ['no grant type', { ...complete, grantType: undefined }, 'MissinggrantType'],
      ['another grant type', { ...complete, grantType: 'password' }, 'invalidParameter.grantType'],
      ['no code', { ...complete, code: undefined }, 'Missingcode'],
      ['no refresh token', { ...complete, grantType: 'refresh_token' }, 'MissingrefreshToken'],
      ['a wrong secret', { ...complete, clientSecret: 'wrong' }, 'invalidParameter.idOrSecret.notFound'],
      ['an unknown client', { ...complete, clientId: 'nobody' }, 'invalidParameter.idOrSecret.notFound'],
      ['an unknown code', complete, 'invalidParameter.authCode.notFound'],
    ])('refuses %s', async (_what, fields, code) => {
      const answer = await emulator.exchange(fields);
      expect([answer.status, answer.body?.code]).toEqual([400, code]);
    });

    it('takes a form, a list or broken JSON for no body at all', async () => {
      const form = await emulator.call('POST', '/v1.0/oauth2/userAccessToken', { form: { clientId: DEMO } });
      const list = await emulator.call('POST', '/v1.0/oauth2/userAccessToken', { json: [complete] });
      const none = await emulator.call('POST', '/v1.0/oauth2/userAccessToken');
      expect([form, list, none].map(({ body }) => body?.code)).toEqual(['Missingbody', 'Missingbody', 'Missingbody']);
    });

    it('answers with exactly its four fields, and with corpId only when the scope asked for it', async () => {
      const withCorp = await emulator.userToken(DEMO, 'zhangsan');
      expect(Object.keys(withCorp)).toEqual(['accessToken', 'refreshToken', 'expireIn', 'corpId']);
      expect([withCorp.expireIn, withCorp.corpId]).toEqual([7200, HANGZHOU]);
      const without = await emulator.userToken(DEMO, 'zhangsan', { scope: 'openid' });
      expect(Object.keys(without)).toEqual(['accessToken', 'refreshToken', 'expireIn']);
    });

    it('refuses a used code and a used refresh token with the same code', async () => {
      const code = await emulator.code(DEMO, 'zhangsan');
      const { refreshToken } = (await emulator.redeem(code)).body ?? {};
      await emulator.refresh(String(refreshToken));
      const again = [await emulator.redeem(code), await emulator.refresh(String(refreshToken))];
      expect(again.map(({ status, body }) => [status, body?.code])).toEqual([
        [400, 'invalidParameter.authCode.notFound'],
        [400, 'invalidParameter.authCode.notFound'],
      ]);
    });

    it('does not take a code from inside the client', async () => {
      const code = await emulator.code(DEMO, 'zhangsan', { origin: 'in_client' });
      expect((await emulator.redeem(code)).body?.code).toBe('invalidParameter.authCode.notFound');
    });
  });

  describe('application tokens', () => {
    const issue = (path: string, json: object) => emulator.call('POST', `/v1.0/oauth2/${path}`, { json });
    const ticket = async () =>
      String((await emulator.control('GET', `/applications/${SUITE}/suite-ticket`)).suiteTicket);

    it('repeats the token of an internal application while it lives', async () => {
      const fields = { appKey: DEMO, appSecret: SEED_SECRET };
      const [first, second] = [await issue('accessToken', fields), await issue('accessToken', fields)];
      expect(first.body).toEqual({ accessToken: expect.any(String), expireIn: 7200 });
      expect(second.body).toEqual(first.body);
      expect(await emulator.appToken()).toBe(first.body?.accessToken);
      await emulator.control('POST', '/tokens/expire', { kind: 'app' });
      expect((await issue('accessToken', fields)).body?.accessToken).not.toBe(first.body?.accessToken);
    });

    it('refuses a wrong secret at accessToken', async () => {
      const { status, body } = await issue('accessToken', { appKey: DEMO, appSecret: 'wrong' });
      expect([status, body?.code]).toEqual([400, 'invalidClientIdOrSecret']);
    });

    it('speaks snake_case, and has codes of its own, at {corpId}/token', async () => {
      const fields = { client_id: DEMO, client_secret: SEED_SECRET, grant_type: 'client_credentials' };
      const ok = await issue(`${HANGZHOU}/token`, fields);
      expect(ok.body).toEqual({ access_token: expect.any(String), expires_in: 7200 });
      const refused = [
        await issue(`${SHANGHAI}/token`, fields),
        await issue(`${HANGZHOU}/token`, { ...fields, client_secret: 'wrong' }),
        await issue(`${HANGZHOU}/token`, { ...fields, grant_type: 'password' }),
      ];
      expect(refused.map(({ status, body }) => [status, body?.code])).toEqual([
        [401, 'unauthorized.client'],
        [400, 'invalid.client'],
        [400, 'unsupported.grant.type'],
      ]);
    });

    it('gives an ISV a new token for a customer each time, for its latest ticket', async () => {
      const fields = { suiteKey: SUITE, suiteSecret: SEED_SECRET, authCorpId: HANGZHOU, suiteTicket: await ticket() };
      const [first, second] = [await issue('corpAccessToken', fields), await issue('corpAccessToken', fields)];
      expect(first.body?.accessToken).not.toBe(second.body?.accessToken);
      const elsewhere = await issue('corpAccessToken', { ...fields, authCorpId: 'dingoutside0003' });
      expect(elsewhere.body?.code).toBe('invalidAuthInfo');
      await emulator.control('POST', `/applications/${SUITE}/suite-ticket`);
      expect((await issue('corpAccessToken', fields)).body?.code).toBe('invalidSuiteTicket');
      expect((await issue('corpAccessToken', { ...fields, suiteKey: 'x' })).body?.code).toBe('invalidSuiteKey');
    });

    it('gives an ISV a token of its own', async () => {
      const fields = { suiteKey: SUITE, suiteSecret: SEED_SECRET, suiteTicket: await ticket() };
      expect((await issue('suiteAccessToken', fields)).body).toEqual({
        accessToken: expect.any(String),
        expireIn: 7200,
      });
      const wrong = await issue('suiteAccessToken', { ...fields, suiteSecret: 'x' });
      expect(wrong.body?.code).toBe('invalidClientIdOrSecret');
    });
  });
});
