import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

describe('the main job', () => {
  let world: World;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
  });
  afterAll(() => world.close());

  const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };

  it('tells a caller without a grant where the person consents, and the same link while it is open', async () => {
    const first = await caller.requestToken(asked);
    expect(first.status).toBe(403);
    expect(first.body).toMatchObject({ code: 'consent_required', reason: 'no_grant', missingScopes: asked.scopes });
    const second = await caller.requestToken(asked);
    expect(second.body.consentUrl).toBe(first.body.consentUrl);
  });

  it('leads through consent to a token with which DingTalk says who the person is', async () => {
    const { body: refusal } = await caller.requestToken(asked);
    const page = await consentAs(String(refusal.consentUrl), { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    expect(page.status).toBe(200);

    const { status, body } = await caller.requestToken({ ...asked, purpose: 'sync to-dos' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tokenType: 'x-acs-dingtalk-access-token',
      application: 'demo',
      corpId: 'dinghangzhou0001',
      userId: 'zhangsan',
    });
    const me = await ask(`${world.emulator.url}/v1.0/contact/users/me`, {
      headers: { 'x-acs-dingtalk-access-token': String(body.accessToken) },
    });
    expect(me.body).toMatchObject({ unionId: body.unionId, nick: '张三' });

    const { body: events } = await world.operator('GET', `/audit-events?grantId=${body.grantId}&type=token.handed_out`);
    expect(events.items).toMatchObject([
      { handoutId: body.handoutId, purpose: 'sync to-dos', outcome: 'token', callerId: caller.id, rule: 'todo-sync/1' },
    ]);
  });

  it('shows the result again when the callback page is reloaded, and keeps the code out of its address', async () => {
    const page = await consentAs(`${world.url}/consent/demo`, { as: 'lisi' });
    const reloaded = await page.browser.openPage(page.callbackUrl);
    expect(reloaded.headers.get('x-consent-code')).toBe('granted');
    expect(reloaded.url).not.toContain('ode=');
  });

  it('refreshes a token that does not live long enough, and serves the fresh one', async () => {
    await world.emulator.control('PATCH', '/settings', { accessTokenSeconds: 30 });
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    await world.emulator.control('PATCH', '/settings', { accessTokenSeconds: 7200 });
    const { status, body } = await caller.requestToken(asked);
    expect(status).toBe(200);
    expect(new Date(String(body.expiresAt)).getTime()).toBeGreaterThan(Date.now() + 7_000_000);
  });

  it('keeps a suspended grant from every caller, and gives it back when it is resumed', async () => {
    const { body: handout } = await caller.requestToken(asked);
    const act = (what: string) => world.operator('POST', `/grants/${handout.grantId}/${what}`);
    expect(await act('suspend')).toMatchObject({ status: 200, body: { state: 'suspended' } });
    expect((await caller.requestToken(asked)).body).toMatchObject({ code: 'forbidden_by_policy', rule: 'suspended' });
    expect((await act('suspend')).body.code).toBe('conflict');
    expect(await act('resume')).toMatchObject({ status: 200, body: { state: 'active' } });
    expect((await caller.requestToken(asked)).status).toBe(200);
    expect((await act('resume')).body.code).toBe('conflict');
    const { body: events } = await world.operator('GET', `/audit-events?grantId=${handout.grantId}&limit=4`);
    const types = (events.items as { type: string }[]).map(({ type }) => type);
    expect(types).toEqual(['token.handed_out', 'grant.resumed', 'handout.refused', 'grant.suspended']);
  });

  it('ends a grant for every caller, with a receipt of what is still out', async () => {
    const { body: handout } = await caller.requestToken(asked);
    const { status, body: receipt } = await world.operator('POST', `/grants/${handout.grantId}/revoke`, {
      reason: 'left the team',
    });
    expect(status).toBe(200);
    expect(receipt.liveHandouts).toContainEqual(
      expect.objectContaining({
        handoutId: handout.handoutId,
        callerId: caller.id,
        delivery: 'token',
        expiresAt: handout.expiresAt,
      }),
    );
    expect(receipt.upstreamLiveUntil).toBe(handout.expiresAt);
    expect((await caller.requestToken(asked)).body).toMatchObject({
      code: 'consent_required',
      reason: 'grant_revoked',
    });
    expect((await world.operator('POST', `/grants/${handout.grantId}/revoke`, { reason: 'again' })).body.code).toBe(
      'conflict',
    );
  });

  it('finishes the receipt of a revocation that was cut off after the grant had ended', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    const { body: handout } = await caller.requestToken(asked);
    const revoke = () => world.operator('POST', `/grants/${handout.grantId}/revoke`, { reason: 'left the team' });
    const { body: receipt } = await revoke();
    const cutOff = 'update revocations set live_handouts = null where grant_id = $1';
    await world.database.pool.query(cutOff, [handout.grantId]);
    expect(await revoke()).toMatchObject({ status: 200, body: receipt });
    expect((await revoke()).body.code).toBe('conflict');
  });
});
