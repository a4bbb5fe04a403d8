import contact from '@alicloud/dingtalk/dist/contact_1_0/client.js';
import oauth2 from '@alicloud/dingtalk/dist/oauth2_1_0/client.js';
import todo from '@alicloud/dingtalk/dist/todo_1_0/client.js';
import * as openApi from '@alicloud/openapi-client';
import * as teaUtil from '@alicloud/tea-util';
import { describe, expect, it } from '@jest/globals';
import { DEMO, HANGZHOU, SEED_SECRET } from '../emulator-under-test.js';
import { emulator } from './stage.js';

export function withOfficialSdk(): void {
  describe("with DingTalk's own SDK", () => {
    const sdkConfig = () =>
      new openApi.Config({ protocol: 'http', regionId: 'central', endpoint: new URL(emulator.url).host });

    it('exchanges a code, reads the profile and creates a personal to-do', async () => {
      const exchanged = await new oauth2.default(sdkConfig()).getUserToken(
        new oauth2.GetUserTokenRequest({
          clientId: DEMO,
          clientSecret: SEED_SECRET,
          grantType: 'authorization_code',
          code: await emulator.code(DEMO, 'zhangsan'),
        }),
      );
      expect(exchanged.body).toMatchObject({ expireIn: 7200, corpId: HANGZHOU });
      const xAcsDingtalkAccessToken = exchanged.body?.accessToken;
      const runtime = new teaUtil.RuntimeOptions({});
      const profile = await new contact.default(sdkConfig()).getUserWithOptions(
        'me',
        new contact.GetUserHeaders({ xAcsDingtalkAccessToken }),
        runtime,
      );
      expect(profile.body).toMatchObject({ nick: '张三', mobile: '15512343240', stateCode: '86', visitor: false });
      const made = await new todo.default(sdkConfig()).createPersonalTodoTaskWithOptions(
        new todo.CreatePersonalTodoTaskRequest({ subject: '写周报' }),
        new todo.CreatePersonalTodoTaskHeaders({ xAcsDingtalkAccessToken }),
        runtime,
      );
      const { todos } = await emulator.control('GET', '/todos?person=zhangsan');
      expect(todos).toMatchObject([{ id: made.body?.taskId, subject: '写周报' }]);
    });

    it('fails as it does against DingTalk', async () => {
      const client = new contact.default(sdkConfig());
      const headers = new contact.GetUserHeaders({ xAcsDingtalkAccessToken: await emulator.appToken() });
      await expect(client.getUserWithOptions('me', headers, new teaUtil.RuntimeOptions({}))).rejects.toMatchObject({
        code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied',
        accessDeniedDetail: { requiredScopes: ['Contact.User.Read'] },
      });
    });
  });
}
