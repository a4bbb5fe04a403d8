import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { startWorld, type TestCaller, type World } from './harness/world.js';

const meeting = ['Contact.User.Read', 'Contact.User.mobile', 'Calendar.Event.Read', 'Calendar.Event.Write'];
const notes = ['Contact.User.Read', 'Todo.PersonalTodo.Write', 'Calendar.Event.Read', 'Calendar.Event.Write'];

describe('the kinds of DingTalk application', () => {
  let world: World;
  let caller: TestCaller;

  beforeAll(async () => {
    world = await startWorld();
    const { clientSecret } = seeded;
    for (const application of [
      { name: 'meeting', kind: 'isv', clientId: 'suitedemomeeting', clientSecret, scopes: meeting },
      { name: 'notes', kind: 'personal', clientId: 'dingpersonalnotes', clientSecret, scopes: notes },
    ]) {
      expect((await world.operator('POST', '/applications', application)).status).toBe(201);
      await world.emulator.control('PATCH', `/applications/${application.clientId}`, {
        redirectUris: [`${world.url}/consent/callback`],
      });
    }
    caller = await world.createCaller('assistant', [
      { application: 'meeting', scopes: meeting, delivery: ['token'] },
      { application: 'notes', scopes: notes, delivery: ['token'] },
    ]);
  });
  afterAll(() => world.close());

  it('serves one person in each of their organisations through one isv application', async () => {
    const hangzhou = {
      application: 'meeting',
      corpId: 'dinghangzhou0001',
      userId: 'lisi',
      scopes: ['Contact.User.Read'],
    };
    const refusal = await caller.requestToken(hangzhou);
    expect(refusal.body).toMatchObject({ code: 'consent_required', reason: 'no_grant' });
    // The link of that answer preselects the organisation; a person of two need not choose.
    expect((await consentAs(String(refusal.body.consentUrl), { as: 'lisi' })).code).toBe('granted');
    const token = await caller.requestToken(hangzhou);
    expect(token.body).toMatchObject({ corpId: 'dinghangzhou0001', userId: 'lisi', scopes: [...meeting].sort() });

    const elsewhere = { ...hangzhou, corpId: 'dingshanghai0002', userId: undefined, unionId: token.body.unionId };
    expect((await caller.requestToken(elsewhere)).body).toMatchObject({ code: 'consent_required', reason: 'no_grant' });
  });

  it('asks for the organisation of an isv application, after judging the policy', async () => {
    const missing = await caller.requestToken({
      application: 'meeting',
      userId: 'lisi',
      scopes: ['Contact.User.Read'],
    });
    expect(missing.status).toBe(400);
    expect(missing.body.errors).toEqual([
      { pointer: '/corpId', reason: expect.stringContaining('several organisations') },
    ]);
    const forbidden = await caller.requestToken({
      application: 'meeting',
      userId: 'lisi',
      scopes: ['Todo.Todo.Write'],
    });
    expect(forbidden.body).toMatchObject({ code: 'forbidden_by_policy', rule: 'scopes' });
  });

  it('keeps a personal application’s grant without an organisation, and finds it by unionId only', async () => {
    expect((await consentAs(`${world.url}/consent/notes`, { as: 'waibu' })).code).toBe('granted');
    const { body: grants } = await world.operator('GET', '/grants?application=notes');
    const [grant] = grants.items as { unionId: string }[];
    expect(grant).toMatchObject({ corpId: '-', userId: null, state: 'active' });

    const byUnionId = await caller.requestToken({
      application: 'notes',
      unionId: grant?.unionId,
      scopes: ['Contact.User.Read'],
    });
    expect(byUnionId.body).toMatchObject({ application: 'notes', corpId: '-', userId: null });
    const me = await ask(`${world.emulator.url}/v1.0/contact/users/me`, {
      headers: { 'x-acs-dingtalk-access-token': String(byUnionId.body.accessToken) },
    });
    expect(me.body).toMatchObject({ unionId: grant?.unionId });

    const byUserId = await caller.requestToken({
      application: 'notes',
      userId: 'waibu',
      scopes: ['Contact.User.Read'],
    });
    expect(byUserId.status).toBe(400);
    expect(byUserId.body.errors).toMatchObject([{ pointer: '/unionId' }]);
  });

  it('leads to consent for a personal application by the link of a refusal', async () => {
    await consentAs(`${world.url}/consent/notes`, { as: 'waibu' });
    const { body: grants } = await world.operator('GET', '/grants?application=notes&state=active');
    const [grant] = grants.items as { id: string; unionId: string }[];
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'left the project' });
    const asked = { application: 'notes', unionId: grant?.unionId, scopes: ['Contact.User.Read'] };
    const { body: refusal } = await caller.requestToken(asked);
    expect((await consentAs(String(refusal.consentUrl), { as: 'waibu' })).code).toBe('granted');
    expect((await caller.requestToken(asked)).status).toBe(200);
  });

  it('gives no name to the one organisation that only an internal application has', async () => {
    for (const name of ['meeting', 'notes']) {
      const { status, body } = await world.operator('PATCH', `/applications/${name}`, { organisationName: '杭州' });
      expect([status, body.errors]).toEqual([400, [{ pointer: '/organisationName', reason: expect.any(String) }]]);
    }
  });

  it('keeps the grant as it was when somebody who left the organisation tries to consent again', async () => {
    const page = await consentAs(`${world.url}/consent/meeting`, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    await world.emulator.control('DELETE', '/organisations/dinghangzhou0001/members/zhangsan');
    const { body: before } = await world.operator('GET', '/grants?application=meeting&userId=zhangsan');
    await expect(consentAs(`${world.url}/consent/meeting`, { as: 'zhangsan' })).rejects.toThrow('did not lead back');
    const { body: after } = await world.operator('GET', '/grants?application=meeting&userId=zhangsan');
    expect(after).toEqual(before);
  });
});
