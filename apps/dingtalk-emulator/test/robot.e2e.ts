import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEMO, EmulatorUnderTest, NARROW, SUITE } from './emulator-under-test.js';
import { ScriptlessBrowser } from './scriptless-browser.js';

const card = {
  title: '请授权',
  text: '**请**授权',
  singleTitle: '去授权',
  singleURL: 'https://broker.example/consent/demo',
};
const message = (more: object = {}) => ({
  robotCode: DEMO,
  userIds: ['zhangsan'],
  msgKey: 'sampleActionCard',
  msgParam: JSON.stringify(card),
  ...more,
});

describe('a robot', () => {
  let emulator: EmulatorUnderTest;
  let token: string;
  beforeEach(async () => {
    emulator = await EmulatorUnderTest.start();
    token = await emulator.appToken();
  });
  afterEach(() => emulator.close());

  const send = (json: object, bearer = token) =>
    emulator.call('POST', '/v1.0/robot/oToMessages/batchSend', { json, token: bearer });
  const chatOf = async (person: string) =>
    (await emulator.control('GET', `/robot-messages?person=${person}`)).messages as Record<string, unknown>[];

  it('writes to a person, who sees it in the chat and has read it then', async () => {
    const { status, body } = await send(message());
    expect([status, body]).toEqual([
      200,
      { processQueryKey: expect.any(String), invalidStaffIdList: [], flowControlledStaffIdList: [] },
    ]);
    expect(await chatOf('zhangsan')).toEqual([
      expect.objectContaining({ state: 'delivered', userId: 'zhangsan', msgParam: card, readAt: null }),
    ]);
    const browser = new ScriptlessBrowser(emulator.url);
    await browser.open('/');
    await browser.press('chat');
    expect(browser.html).toContain('<strong>请</strong>授权');
    await browser.press('message-button');
    expect(browser.location).toBe(card.singleURL);
    expect((await chatOf('zhangsan'))[0]?.readAt).toEqual(expect.any(String));
  });

  it('says which userIds are nobody’s, and which get too much', async () => {
    await emulator.control('PATCH', '/settings', { robotMessagesPerMinute: 1 });
    await send(message());
    const { body } = await send(message({ userIds: ['zhangsan', 'lisi', 'wangwu', 'nobody'] }));
    expect(body).toMatchObject({
      invalidStaffIdList: ['wangwu', 'nobody'],
      flowControlledStaffIdList: ['zhangsan'],
    });
    expect([(await chatOf('lisi')).length, (await chatOf('wangwu')).length]).toEqual([1, 0]);
    const browser = new ScriptlessBrowser(emulator.url, 'en');
    await browser.open('/emulator/chat?person=wangwu');
    expect([browser.shows('no-messages'), browser.html.match(/no such userId/g)?.length]).toEqual([true, 2]);
  });

  it('refuses a message to nobody at all when it is set up so', async () => {
    expect((await send(message({ userIds: ['nobody'] }))).status).toBe(200);
    await emulator.control('PATCH', '/settings', { robotUnknownPeople: 'refused' });
    const { status, body } = await send(message({ userIds: ['nobody'] }));
    expect([status, body?.code]).toEqual([400, 'staffId.notExisted']);
  });

  it.each([
    ['no robot', { robotCode: '' }, 'invalidParameter.robotCode.empty'],
    ['an unknown robot', { robotCode: 'x' }, 'invalidParameter.robotCode.notExsit'],
    ['another application’s robot', { robotCode: SUITE }, 'invalidParameter.robotCode.auth'],
    ['nobody', { userIds: [] }, 'invalidParameter.userIds.empty'],
    ['21 people', { userIds: Array.from({ length: 21 }, (_, n) => `u${n}`) }, 'invalidParameter.userIds.overMax'],
    ['no template', { msgKey: '' }, 'invalidParameter.msgKey.empty'],
    ['an unknown template', { msgKey: 'officialMarkdownMsg' }, 'invalidParameter.msgKey.invalid'],
    ['an object in the place of text', { msgParam: card }, 'invalidParameter.msgParam.invalid'],
    ['a card without its button', { msgParam: '{"title":"t","text":"t"}' }, 'invalidParameter.param.invalid'],
  ])('refuses a message with %s', async (_, more, code) => {
    const { status, body } = await send(message(more));
    expect([status, body?.code]).toEqual([400, code]);
  });

  it('belongs to an application that may send, by its own token', async () => {
    const narrow = await emulator.appToken(NARROW);
    const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
    for (const bearer of [narrow, accessToken]) {
      const { status, body } = await send(message(), bearer);
      expect([status, body?.accessdenieddetail]).toEqual([403, { requiredScopes: ['qyapi_robot_sendmsg'] }]);
    }
    expect((await send(message(), 'gone')).body?.code).toBe('InvalidAuthentication');
  });

  it('keeps text from becoming a page’s markup, and shows no button that is no address', async () => {
    const evil = {
      ...card,
      text: '<img src=x>[a](https://evil.example) https://evil.example/b',
      singleURL: 'javascript:alert(1)',
    };
    await send(message({ msgParam: JSON.stringify(evil) }));
    const browser = new ScriptlessBrowser(emulator.url);
    await browser.open('/emulator/chat?person=zhangsan');
    expect(browser.html).not.toMatch(/<img|href="javascript/);
    expect(browser.html.match(/data-testid="link-in-text"/g)).toHaveLength(2);
    expect(browser.shows('message-button')).toBe(false);
  });
});
