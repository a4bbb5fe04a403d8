import { expect, it } from '@jest/globals';
import { seeded } from '../harness/emulator.js';
import { consentAs } from '../harness/person.js';
import { call, callsOf, DENIED, grantsOf, MISSING, points, tokenOf, world } from './stage.js';

/** What a plugin’s token is worth, before and after the person has been asked. */
export function pluginsAndConsents(): void {
  it('tell of a missing permission with the other code, and succeed when the person has agreed to it', async () => {
    await points(seeded.scopes.filter((scope) => !scope.startsWith('Todo.')));
    const narrow = await tokenOf('chenxi');
    await points(seeded.scopes);
    expect(await call('add-todo', { accessToken: narrow, subject: 'call back' })).toMatchObject({
      success: false,
      code: DENIED,
    });
    const wide = await tokenOf('chenxi');
    expect(await call('add-todo', { accessToken: wide, subject: 'call back' })).toMatchObject({
      result: { id: expect.any(String) },
    });
    expect(await grantsOf('chenxi')).toHaveLength(1);
  });

  it('succeed too when DingTalk sends the token again that it had before the person agreed', async () => {
    await points(seeded.scopes.filter((scope) => !scope.startsWith('Todo.')));
    const accessToken = await tokenOf('zhangwei1');
    await points(seeded.scopes);
    expect(await call('add-todo', { accessToken, subject: 'x' })).toMatchObject({ code: DENIED });
    await tokenOf('zhangwei1');
    expect(await call('add-todo', { accessToken, subject: 'x' })).toMatchObject({ result: { id: expect.any(String) } });
  });

  it('use a consent that can be renewed, where there is one, and leave it as it is', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangwei2' });
    const [before] = await grantsOf('zhangwei2');
    expect(await call('who-am-i', { accessToken: await tokenOf('zhangwei2') })).toMatchObject({
      result: { name: '张伟' },
    });
    const used = { lastHandoutAt: expect.any(String), lastHandoutBy: expect.anything() };
    expect(await grantsOf('zhangwei2')).toEqual([{ ...before, ...used }]);
  });

  it('are not let in again by a token after a revocation, until the person has been asked', async () => {
    const accessToken = await tokenOf('zhangsan');
    await call('who-am-i', { accessToken });
    const [grant] = await grantsOf('zhangsan');
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'test' });
    const renewed = await tokenOf('zhangsan');
    expect(await call('who-am-i', { accessToken })).toMatchObject({ code: MISSING });
    expect(await call('who-am-i', { accessToken })).toMatchObject({ code: MISSING });
    expect(await call('who-am-i', { accessToken: renewed })).toMatchObject({ result: { name: '张三' } });
    const after = await grantsOf('zhangsan');
    expect(after.filter(({ state }) => state === 'active')).toHaveLength(1);
    expect(after[0]?.id).not.toBe(grant?.id);
  });

  it('forget a revocation with the consent that came after it', async () => {
    const expired = () =>
      world.emulator.control('POST', '/tokens/expire', { kind: 'access', clientId: seeded.clientId });
    const accessToken = await tokenOf('chenxi');
    await call('who-am-i', { accessToken });
    const [grant] = await grantsOf('chenxi');
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'test' });
    expect(await call('who-am-i', { accessToken })).toMatchObject({ code: MISSING });
    const agreed = await tokenOf('chenxi');
    expect(await call('who-am-i', { accessToken: agreed })).toMatchObject({ result: { name: 'Chenxi Liu' } });
    await expired();
    expect(await call('who-am-i', { accessToken: agreed })).toMatchObject({ code: MISSING });
    // As days later, when nobody remembers that the person was asked.
    await world.database.pool.query('delete from plugin_tokens');
    const later = await tokenOf('chenxi');
    expect(await call('who-am-i', { accessToken: later })).toMatchObject({ result: { name: 'Chenxi Liu' } });
  });

  it('end with DingTalk’s word that a token is dead, before its two hours are over', async () => {
    const accessToken = await tokenOf('lisi');
    await call('echo', { accessToken });
    await world.emulator.control('POST', '/tokens/expire', { kind: 'access', clientId: seeded.clientId });
    expect(await call('who-am-i', { accessToken })).toMatchObject({ success: false, code: MISSING });
    const [ended] = await grantsOf('lisi');
    expect(ended).toMatchObject({ channel: 'plugin', state: 'expired' });
    expect(await call('echo', { accessToken })).toMatchObject({ code: MISSING });
    expect(await call('echo', { accessToken: await tokenOf('lisi') })).toMatchObject({ result: {} });
  });

  it('of a token that is nobody’s ask for consent, and cost one question', async () => {
    const before = await callsOf('contact.users');
    for (const _ of [1, 2, 3])
      expect(await call('echo', { accessToken: 'nobodys-token-0123456789' })).toMatchObject({ code: MISSING });
    expect(await callsOf('contact.users')).toBe(before + 1);
  });

  it.each([
    ['nothing-of-ours', {}, 'TokenBroker.UnknownAbility'],
    ['rubbish', {}, 'TokenBroker.ServiceFailed'],
    ['silence', {}, 'TokenBroker.ServiceTimedOut'],
    ['nobody-there', {}, 'TokenBroker.ServiceUnavailable'],
    ['refuse', { answer: { code: 'CustomerExists', message: 'no' } }, 'CustomerExists'],
    ['refuse', { answer: { code: 'not a code', message: 'no' } }, 'TokenBroker.ServiceFailed'],
    ['refuse', { answer: { code: 'consent_required', reason: 'grant_expired' } }, MISSING],
    ['refuse', { answer: { code: 'consent_required', reason: 'scopes_missing' } }, DENIED],
    ['refuse', { answer: { code: MISSING } }, MISSING],
    ['refuse', { answer: { code: 'permission.deny' } }, DENIED],
    ['over-grpc', { refuse: { code: 'consent_required', reason: 'scopes_missing' } }, DENIED],
    ['over-grpc', { refuse: { code: 'CustomerExists' } }, 'CustomerExists'],
    ['over-grpc', { status: 'UNAVAILABLE' }, 'TokenBroker.ServiceUnavailable'],
  ])('of %s with %j are answered %s', async (ability, data, code) => {
    const response = await call(ability, { ...data, accessToken: await tokenOf('zhangsan') });
    expect(response).toEqual({ success: false, code, requestId: expect.any(String) });
  });
}
