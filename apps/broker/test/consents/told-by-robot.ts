import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import { RpcClient } from '../harness/grpc.js';
import { Browser, consentAs } from '../harness/person.js';
import { everythingOfDemo, type TestCaller } from '../harness/world.js';
import { caller, request, scopes, stateOf, world } from './stage.js';

export function toldByRobot(): void {
  describe('that the application’s robot tells the person of', () => {
    interface Message {
      readonly state: string;
      readonly userId: string;
      readonly readAt: string | null;
      readonly msgParam: Readonly<Record<'title' | 'text' | 'singleURL', string>>;
    }
    const robot = async (robotCode: string | null) => world.operator('PATCH', '/applications/demo', { robotCode });
    const settings = (change: object) => world.emulator.control('PATCH', '/settings', change);
    const messages = async (person: string) =>
      (await world.emulator.control<{ messages: Message[] }>('GET', `/robot-messages?person=${person}`)).messages;
    const tell = async (body: object, by = caller) => {
      const answer = await request({ ...body, notify: { by: 'robot' } }, by);
      expect([answer.status, answer.body.consentUrl]).toEqual([201, expect.stringContaining('/consent/demo?consent=')]);
      return answer.body;
    };
    const notice = async (body: object, by?: TestCaller) => (await tell(body, by)).notified;
    let teller = 0;
    /** A caller that has told nobody yet. */
    const newCaller = () => {
      teller += 1;
      return world.createCaller(`teller-${teller}`, [everythingOfDemo]);
    };

    beforeAll(async () => {
      expect((await robot(seeded.clientId)).status).toBe(200);
    });
    afterEach(async () => {
      await robot(seeded.clientId);
      await settings({ robotUnknownPeople: 'listed', robotMessagesPerMinute: 20 });
      await world.emulator.control('DELETE', '/faults');
    });

    it('reaches them in the chat, with a button that leads to the consent', async () => {
      const { consentId, consentUrl, notified } = await tell({ userId: 'chenxi', reason: 'sync to-dos' });
      expect(notified).toEqual({ state: 'sent' });
      const [message] = await messages('chenxi');
      expect(message).toMatchObject({ state: 'delivered', userId: 'chenxi', readAt: null });
      expect(message?.msgParam).toMatchObject({ title: '请授权“人事助手”', singleURL: consentUrl });
      expect(message?.msgParam.text).toMatch(/服务“todo-sync”.*获取你的个人基本信息[\s\S]*用途：“sync to-dos”/);
      const chat = await new Browser().openPage(`${world.emulator.url}/emulator/chat?person=chenxi`);
      const [, button = ''] = /<a class="button" href="([^"]+)"/.exec(chat.text) ?? [];
      expect((await consentAs(button, { as: 'chenxi' })).code).toBe('granted');
      expect(await stateOf(consentId)).toMatchObject({ state: 'granted' });
      const { body } = await world.operator('GET', '/audit-events?type=consent.notified&userId=chenxi');
      expect(body.items).toMatchObject([
        { actor: 'caller:todo-sync', outcome: 'ok', details: { consentId, by: 'robot', state: 'sent' } },
      ]);
    });

    it('is told once in ten minutes, however often and at how many places at once a caller asks', async () => {
      const by = await newCaller();
      const all = await Promise.all(Array.from({ length: 4 }, () => notice({ userId: 'lisi' }, by)));
      expect(all.filter((each) => (each as { state: string }).state === 'sent')).toHaveLength(1);
      const later = await notice({ userId: 'lisi', scopes: ['Todo.Todo.Write'] }, by);
      expect(later).toEqual({ state: 'not_sent', reason: 'sent_recently', retryAfterSeconds: expect.any(Number) });
      expect((later as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(590);
      expect(await messages('lisi')).toHaveLength(1);
      expect(await notice({ userId: 'zhangwei1' }, by)).toEqual({ state: 'sent' });
    });

    it('takes what others wrote for plain text', async () => {
      const reason = '[点这里](https://evil.example) **https://evil.example** \u202eabc';
      await tell({ userId: 'zhangwei2', reason });
      const [message] = await messages('zhangwei2');
      expect(message?.msgParam.text).toContain(
        '［点这里］(https：//evil．example) ＊＊https：//evil．example＊＊ □abc',
      );
      const chat = await new Browser().openPage(`${world.emulator.url}/emulator/chat?person=zhangwei2`);
      expect(chat.text).not.toContain('link-in-text');
    });

    it('is found by unionId too', async () => {
      const { people } = await world.emulator.control<{ people: { key: string; unionId: string }[] }>(
        'GET',
        `/people?clientId=${seeded.clientId}`,
      );
      const unionIdOf = (key: string) => people.find((person) => person.key === key)?.unionId;
      const by = await newCaller();
      expect(await notice({ unionId: unionIdOf('zhangwei1') }, by)).toEqual({ state: 'sent' });
      const nobody = { state: 'not_delivered', reason: 'unknown_person' };
      expect(await notice({ unionId: unionIdOf('waibu') }, by)).toEqual(nobody);
    });

    it.each(['listed', 'refused'])('is not there: DingTalk has it %s, the caller hears it alike', async (how) => {
      await settings({ robotUnknownPeople: how });
      const nobody = { state: 'not_delivered', reason: 'unknown_person' };
      const by = await newCaller();
      // Nothing reached anybody, so the next attempt is not held back.
      for (let n = 0; n < 2; n += 1) expect(await notice({ userId: 'nobody' }, by)).toEqual(nobody);
    });

    it('gets too many messages', async () => {
      await settings({ robotMessagesPerMinute: 0 });
      const held = { state: 'not_delivered', reason: 'flow_controlled' };
      expect(await notice({ userId: 'zhangsan' })).toEqual(held);
    });

    it('cannot be told by an application without a robot, or with another’s', async () => {
      await robot(null);
      expect(await notice({ userId: 'zhangsan' })).toEqual({ state: 'not_sent', reason: 'no_robot' });
      await robot('suitedemomeeting');
      const dingtalkCode = 'invalidParameter.robotCode.auth';
      const refused = { state: 'not_sent', reason: 'robot_refused', dingtalkCode };
      expect(await notice({ userId: 'zhangsan' })).toEqual(refused);
    });

    it('may have been told when DingTalk does not answer, and is not told again then', async () => {
      const by = await newCaller();
      await world.emulator.control('PUT', '/faults/qps_403', { operation: 'robot.batchSend', times: 1 });
      const later = { state: 'not_sent', reason: 'temporarily_unavailable', retryAfterSeconds: 1 };
      expect(await notice({ userId: 'zhangsan' }, by)).toEqual(later);
      await world.emulator.control('PUT', '/faults/drop_answer', { operation: 'robot.batchSend', times: 1 });
      expect(await notice({ userId: 'zhangsan' }, by)).toEqual({ state: 'unknown', reason: 'no_answer' });
      expect(await notice({ userId: 'zhangsan' }, by)).toMatchObject({ reason: 'sent_recently' });
    });

    it('is told with a new token when DingTalk does not honour the application’s any more', async () => {
      await world.emulator.control('POST', '/tokens/expire', { kind: 'app' });
      expect(await notice({ userId: 'zhangsan' }, await newCaller())).toEqual({ state: 'sent' });
    });

    it('is told over gRPC as well', async () => {
      const grpc = new RpcClient(world.brokers[0].grpcAddress);
      try {
        const by = await newCaller();
        const answer = await grpc.call(
          'CreateConsent',
          { application: 'demo', scopes, userId: 'zhangsan', notify: { by: 'robot' } },
          { token: await by.accessToken() },
        );
        expect(answer).toMatchObject({ status: 'OK', body: { notified: { state: 'sent', reason: '' } } });
      } finally {
        grpc.close();
      }
    });

    it('is not told of by anything but a robot', async () => {
      expect((await request({ userId: 'zhangsan', notify: { by: 'pigeon' } })).status).toBe(400);
    });
  });
}
