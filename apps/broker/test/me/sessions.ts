import { expect, it } from '@jest/globals';
import { answerAtDingTalk, Browser, consentAs, consentPage } from '../harness/person.js';
import { rowsOf } from '../harness/rows.js';
import { until } from '../harness/until.js';
import { at, formToken, signIn, textOf, world } from './stage.js';

/** How long a person stays signed in, and how they come and go. */
export function sessionsOfPeople(): void {
  it.each([
    ['a quarter of an hour without a sign of life', "last_seen_at = now() - interval '15 minutes'"],
    ['an hour, however busy', "signed_in_at = now() - interval '1 hour'"],
  ])('is signed out after %s, and a form then says that nothing was withdrawn', async (_, passed) => {
    const { browser, page } = await signIn('lisi');
    const { id } = await world.liveGrant('lisi');
    await world.database.pool.query(`update person_sessions set ${passed}`);
    expect(textOf(await browser.open(at('/me')))).toContain('Sign in with DingTalk');
    const usage = await browser.open(at(`/me/grants/${id}/usage`));
    expect([usage.status, usage.headers.get('location')]).toEqual([303, '/me']);
    const answer = await browser.send(at(`/me/grants/${id}/withdraw`), { form: formToken(page) });
    expect([answer.status, answer.headers.get('x-me-code')]).toEqual([401, 'session_ended']);
    expect((await world.liveGrant('lisi')).id).toBe(id);
  });

  it('is signed out by the button, on every replica, and its cookie opens nothing any more', async () => {
    const { browser, page } = await signIn('lisi');
    const stolen = browser.copy();
    expect((await browser.send(at('/me/sign-out'), { form: formToken(page) })).status).toBe(303);
    for (const each of [browser, stolen]) {
      expect(textOf(await each.open(at('/me')))).toContain('Sign in with DingTalk');
    }
  });

  it('gets in through an application that is suspended too, because withdrawing must stay possible', async () => {
    await world.operator('POST', '/applications/demo/suspend');
    const { page } = await signIn('lisi');
    await world.operator('POST', '/applications/demo/resume');
    expect(textOf(page)).toContain('Signed in as 李四');
  });

  it('is signed out of one browser, and stays signed in to another', async () => {
    const { browser: phone } = await signIn('lisi');
    const { browser: desktop, page } = await signIn('lisi');
    await desktop.send(at('/me/sign-out'), { form: formToken(page) });
    expect(textOf(await phone.open(at('/me')))).toContain('Signed in as 李四');
  });

  it('has a new session with each sign-in, and the one before is over', async () => {
    const { browser } = await signIn('lisi');
    const before = browser.copy();
    await signIn('lisi', browser);
    expect(textOf(await before.open(at('/me')))).toContain('Sign in with DingTalk');
  });

  it('is forgotten by the database once the session is good for nothing', async () => {
    await signIn('lisi');
    await world.database.pool.query(
      "update person_sessions set signed_in_at = now() - interval '2 hours'; update recurring_tasks set ran_at = now() - interval '1 day'",
    );
    await until('no session is left', async () => (await rowsOf(world.database.pool, 'person_sessions')).length === 0);
  });

  it('gets a page of their own when they refuse to sign in, or DingTalk fails, and can try again', async () => {
    const refused = await consentAs(at('/me/sign-in'), { as: 'lisi', answer: 'refuse' });
    expect([refused.code, refused.status]).toEqual(['sign_in_refused', 403]);
    expect(refused.text).toContain('href="/me/sign-in"');

    await world.emulator.control('PUT', '/faults/truncated_json', { operation: 'contact.users', times: 1 });
    const failed = await consentAs(at('/me/sign-in'), { as: 'lisi' });
    await world.emulator.control('DELETE', '/faults');
    expect([failed.code, failed.status]).toEqual(['dingtalk_unavailable', 503]);
    expect(failed.text).toContain('href="/me/sign-in"');
  });

  it('comes to their grants with an address of a sign-in that is over, in whatever browser', async () => {
    const browser = new Browser();
    const { callbackUrl } = await answerAtDingTalk(at('/me/sign-in'), { as: 'lisi', browser });
    const elsewhere = await consentPage(callbackUrl);
    expect(new URL(elsewhere.url).pathname).toBe('/me');
    expect(textOf(elsewhere)).toContain('Sign in with DingTalk');
    await browser.open(callbackUrl);
    const again = await consentPage(callbackUrl, browser);
    expect(new URL(again.url).pathname).toBe('/me');
    expect(textOf(again)).toContain('Signed in as 李四');
  });

  it('is remembered with the language they chose', async () => {
    const { browser } = await signIn('lisi');
    expect(textOf(await browser.open(at('/me?lang=zh')))).toContain('我的授权');
    expect(textOf(await browser.open(at('/me')))).toContain('当前登录： 李四');
  });
}
