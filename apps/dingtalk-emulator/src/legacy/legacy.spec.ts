import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, HANGZHOU, PERSONAL, SEED_SECRET } from '../../test/emulator-under-test.js';

const BY_UNION_ID = '/topapi/user/getbyunionid';

describe('the legacy host', () => {
  let emulator: EmulatorUnderTest;
  let appToken: string;
  beforeAll(async () => {
    emulator = await EmulatorUnderTest.start();
  });
  afterAll(() => emulator.close());
  beforeEach(async () => {
    await emulator.control('POST', '/reset');
    appToken = await emulator.appToken();
  });

  const unionId = async (person: string) => {
    const { people } = await emulator.control('GET', `/people?clientId=${DEMO}`);
    return (people as { key: string; unionId: string }[]).find(({ key }) => key === person)?.unionId ?? '';
  };
  const post = (path: string, form: Record<string, string>, token = appToken) =>
    emulator.call('POST', `${path}?access_token=${token}`, { form });

  it('finds the userId of a member, from a form and from JSON', async () => {
    const unionid = await unionId('zhangsan');
    const fromForm = await post(BY_UNION_ID, { unionid });
    const fromJson = await emulator.call('POST', `${BY_UNION_ID}?access_token=${appToken}`, { json: { unionid } });
    for (const { body } of [fromForm, fromJson]) {
      expect(body).toEqual({
        errcode: 0,
        errmsg: 'ok',
        result: { contact_type: 0, userid: 'zhangsan' },
        request_id: expect.any(String),
      });
    }
  });

  it('answers every refusal with HTTP 200 and a number', async () => {
    const known = { unionid: await unionId('zhangsan') };
    const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
    const refused = [
      await post(BY_UNION_ID, { unionid: await unionId('waibu') }),
      await post(BY_UNION_ID, { unionid: 'nobody' }),
      await post(BY_UNION_ID, {}),
      await post(BY_UNION_ID, known, 'unknown'),
      await post(BY_UNION_ID, known, accessToken),
      await post('/topapi/no/such/method', known),
      await emulator.call('GET', `/gettoken?appkey=${DEMO}&appsecret=wrong`),
    ];
    expect(refused.map(({ status, body }) => [status, body?.errcode])).toEqual([
      [200, 60121],
      [200, 60121],
      [200, 400002],
      [200, 40014],
      [200, 40014],
      [200, 22],
      [200, 40089],
    ]);
  });

  it('tells an expired token from an unknown one', async () => {
    await emulator.control('POST', '/tokens/expire', { kind: 'app' });
    expect((await post(BY_UNION_ID, { unionid: 'x' })).body?.errcode).toBe(42001);
  });

  it('needs the point qyapi_get_member', async () => {
    await emulator.control('PATCH', `/applications/${DEMO}`, { appPoints: ['qyapi_base'] });
    expect((await post(BY_UNION_ID, { unionid: await unionId('zhangsan') })).body?.errcode).toBe(60011);
  });

  it('no longer finds who has left the organisation', async () => {
    await emulator.control('DELETE', `/organisations/${HANGZHOU}/members/zhangsan`);
    expect((await post(BY_UNION_ID, { unionid: await unionId('zhangsan') })).body?.errcode).toBe(60121);
  });

  it('tells who opened the application inside the client, for its own kind of code, once', async () => {
    const code = await emulator.code(DEMO, 'zhangsan', { origin: 'in_client' });
    const first = await post('/topapi/v2/user/getuserinfo', { code });
    expect(first.body?.result).toMatchObject({ userid: 'zhangsan', name: '张三' });
    const browserCode = await emulator.code(DEMO, 'zhangsan');
    const refused = [
      await post('/topapi/v2/user/getuserinfo', { code }),
      await post('/topapi/v2/user/getuserinfo', { code: browserCode }),
    ];
    expect(refused.map(({ body }) => body?.errcode)).toEqual([40078, 40078]);
  });

  it('shows the details of a member by userId', async () => {
    const found = await post('/topapi/v2/user/get', { userid: 'lisi' });
    expect(found.body?.result).toMatchObject({ userid: 'lisi', name: '李四', org_email: 'lisi@mail.example' });
    expect((await post('/topapi/v2/user/get', { userid: 'wangwu' })).body?.errcode).toBe(60121);
  });

  it('hands a personal application its token', async () => {
    const { body } = await emulator.call('GET', `/sns/gettoken?appid=${PERSONAL}&appsecret=${SEED_SECRET}`);
    expect(body).toMatchObject({ errcode: 0, errmsg: 'ok', access_token: expect.any(String) });
  });
});
