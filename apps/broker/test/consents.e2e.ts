import { beforeAll, describe, expect, it } from '@jest/globals';
import { call, caller, RETURN_URL, request, scopes, stage, stateOf, world } from './consents/stage.js';
import { toldByRobot } from './consents/told-by-robot.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, type TestCaller } from './harness/world.js';

const HOUR_MS = 3_600_000;

describe('a consent that a caller asks for', () => {
  stage();

  const token = (userId: string, by = caller) => by.requestToken({ application: 'demo', userId, scopes });
  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

  async function lastRefusal(userId: string): Promise<Record<string, unknown>> {
    const [refusal] = await world.items<Record<string, unknown>>(
      `/audit-events?userId=${userId}&type=handout.refused&limit=1`,
    );
    return refusal ?? {};
  }

  it('is a link for a day, pending until the person answered, then granted, with a way back and a record', async () => {
    const asked = await request({ userId: 'zhangsan', returnUrl: RETURN_URL, reason: 'sync to-dos' });
    expect(asked.status).toBe(201);
    const { consentId, consentUrl, expiresAt } = asked.body;
    expect(consentUrl).toBe(`${world.url}/consent/demo?consent=${consentId}`);
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - 24 * HOUR_MS)).toBeLessThan(60_000);
    expect(await stateOf(consentId)).toMatchObject({ state: 'pending', userId: 'zhangsan', scopes, grantId: null });

    const page = await consentAs(consentUrl, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    expect(page.text).toContain(RETURN_URL);
    expect(page.text.replace(/<[^>]+>/g, '')).toContain('todo-sync gave this reason: &quot;sync to-dos&quot;');
    const { body: given } = await token('zhangsan');
    expect(await stateOf(consentId)).toMatchObject({
      state: 'granted',
      grantId: given.grantId,
      endsAt: null,
      once: false,
    });

    const { body: trail } = await world.operator('GET', '/audit-events?type=consent.requested&userId=zhangsan');
    expect(trail.items).toMatchObject([
      { actor: 'caller:todo-sync', scopes, details: { consentId, reason: 'sync to-dos' }, outcome: 'ok' },
    ]);
  });

  it('answers consent_pending while it is open, consent_rejected once refused, and pending again when asked anew', async () => {
    expect((await token('lisi')).body).toMatchObject({ code: 'consent_required', reason: 'no_grant' });

    const { body: first } = await request({ userId: 'lisi' });
    expect(await token('lisi')).toMatchObject({ status: 403, body: { code: 'consent_pending', ...first } });
    expect(await lastRefusal('lisi')).toMatchObject({
      outcome: 'consent_pending',
      details: { reason: 'no_grant', consentId: first.consentId },
    });

    expect((await consentAs(first.consentUrl, { as: 'lisi', answer: 'refuse' })).code).toBe('consent_rejected');
    expect(await stateOf(first.consentId)).toMatchObject({ state: 'rejected', completedAt: expect.any(String) });
    const { consentId, consentUrl } = first;
    expect(await token('lisi')).toMatchObject({
      status: 403,
      body: { code: 'consent_rejected', consentId, consentUrl },
    });
    expect(await lastRefusal('lisi')).toMatchObject({ outcome: 'consent_rejected' });

    const { body: second } = await request({ userId: 'lisi' });
    expect((await token('lisi')).body).toMatchObject({ code: 'consent_pending', consentId: second.consentId });
  });

  it('is nobody else’s answer: not another caller’s, not for more scopes, not about another person', async () => {
    const other = await world.createCaller('hr-bot', [everythingOfDemo]);
    const { body: asked } = await request({ userId: 'zhangwei1' });
    expect((await token('zhangwei1')).body).toMatchObject({ code: 'consent_pending' });
    expect((await token('zhangwei1', other)).body).toMatchObject({ code: 'consent_required' });
    expect((await token('zhangwei2')).body).toMatchObject({ code: 'consent_required' });
    const more = { application: 'demo', userId: 'zhangwei1', scopes: [...scopes, 'Todo.Todo.Write'] };
    expect((await caller.requestToken(more)).body).toMatchObject({ code: 'consent_required' });

    expect((await call(other, `/${asked.consentId}`)).status).toBe(404);
    expect((await call(other, '/01a1fbd0-15b3-73c3-8724-3e029e84110b')).status).toBe(404);
  });

  it('is no longer the answer after the person refused it and then consented in another way', async () => {
    const { body: asked } = await request({ userId: 'chenxi' });
    await consentAs(asked.consentUrl, { as: 'chenxi', answer: 'refuse' });
    await consentAs(`${world.url}/consent/demo`, { as: 'chenxi' });
    expect((await token('chenxi')).status).toBe(200);
    await world.operator('POST', `/grants/${(await world.liveGrant('chenxi')).id}/revoke`, {
      reason: 'left the project',
    });
    expect((await token('chenxi')).body).toMatchObject({ code: 'consent_required', reason: 'grant_revoked' });
  });

  it('gives the grant an end and makes it single, and the newest consent decides', async () => {
    const endsAt = inHours(48);
    const { body: limited } = await request({ userId: 'zhangsan', expiresAt: endsAt, once: true });
    const page = await consentAs(limited.consentUrl, { as: 'zhangsan' });
    expect(page.text.replace(/<[^>]+>/g, '')).toContain('For one time only');
    expect(await world.liveGrant('zhangsan')).toMatchObject({ endsAt, once: true });
    expect(await stateOf(limited.consentId)).toMatchObject({ endsAt, once: true });

    const until = inHours(72);
    const { body: longer } = await request({ userId: 'zhangsan', expiresAt: until });
    expect((await consentAs(longer.consentUrl, { as: 'zhangsan' })).text).toContain(`datetime="${until}"`);
    expect(await world.liveGrant('zhangsan')).toMatchObject({ endsAt: until, once: false });

    await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
    expect(await world.liveGrant('zhangsan')).toMatchObject({ endsAt: null, once: false });
  });

  it('lapses with the grant it would make, if that ends sooner than a day', async () => {
    const endsAt = inHours(1);
    expect((await request({ userId: 'zhangwei2', expiresAt: endsAt })).body.expiresAt).toBe(endsAt);
  });

  it('has lapsed when nobody answered, and the token is then asked for as if it had never been', async () => {
    const { body: asked } = await request({ userId: 'zhangwei2' });
    await world.database.pool.query('update consents set expires_at = now() where id = $1', [asked.consentId]);
    expect(await stateOf(asked.consentId)).toMatchObject({ state: 'expired' });
    expect((await token('zhangwei2')).body).toMatchObject({ code: 'consent_required' });
  });

  it('is for the person it names alone', async () => {
    const { body: asked } = await request({ userId: 'wangfang' });
    expect((await consentAs(asked.consentUrl, { as: 'zhangsan' })).code).toBe('consent_other_person');
    expect(await stateOf(asked.consentId)).toMatchObject({ state: 'pending' });
  });

  describe('is judged before anything else', () => {
    let handles: TestCaller;
    let few: TestCaller;
    beforeAll(async () => {
      handles = await world.createCaller('handle-bot', [
        { ...everythingOfDemo, delivery: ['handle'], purposeRequired: true },
      ]);
      few = await world.createCaller('few-bot', [
        { application: 'demo', scopes, delivery: ['token'], people: { persons: [{ userId: 'zhangsan' }] } },
      ]);
    });

    it('and allowed to whoever may have handles only', async () => {
      expect((await request({ userId: 'zhangsan' }, handles)).status).toBe(201);
    });

    it.each([
      ['another person', { userId: 'lisi' }, 'people'],
      ['more scopes', { userId: 'zhangsan', scopes: ['Todo.Todo.Write'] }, 'scopes'],
      ['another application', { userId: 'zhangsan', application: 'unheard-of' }, 'no_entitlement'],
      ['an address nobody registered', { userId: 'lisi', returnUrl: 'https://evil.example.com/' }, 'people'],
    ])('and forbidden for %s', async (_, body, rule) => {
      expect(await request(body, few)).toMatchObject({ status: 403, body: { code: 'forbidden_by_policy', rule } });
    });
  });

  it.each([
    ['a way back nobody registered', { userId: 'zhangsan', returnUrl: 'https://evil.example.com/' }, '/returnUrl'],
    ['a way back that is a script', { userId: 'zhangsan', returnUrl: 'javascript:alert(1)' }, '/returnUrl'],
    ['an end in the past', { userId: 'zhangsan', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['nobody', {}, '/userId'],
    ['somebody twice', { userId: 'zhangsan', unionId: 'u' }, '/userId'],
    ['another organisation', { userId: 'zhangsan', corpId: 'dingother' }, '/corpId'],
    ['no scopes', { userId: 'zhangsan', scopes: [] }, '/scopes'],
    ['a reason with a NUL', { userId: 'zhangsan', reason: 'a\u0000b' }, '/reason'],
  ])('is refused with %s', async (_, body, pointer) => {
    const answer = await request(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  it('is not asked by anybody without an access token', async () => {
    const asked = { application: 'demo', userId: 'zhangsan', scopes };
    expect((await ask(`${world.url}/v1/consents`, { json: asked })).status).toBe(401);
  });

  toldByRobot();
});
