import { beforeAll, describe, expect, it } from '@jest/globals';
import { seeded } from './harness/emulator.js';
import type { Answer } from './harness/http.js';
import { answerAtDingTalk, Browser, consentAs } from './harness/person.js';
import { rowsOf } from './harness/rows.js';
import { sessionsOfPeople } from './me/sessions.js';
import { askFor, at, caller, formToken, signIn, stage, textOf, trail, world } from './me/stage.js';

describe('a person who looks after their own grants', () => {
  stage();

  it('is told how to sign in, and sent to DingTalk through the application marked for it', async () => {
    const browser = new Browser();
    const page = await browser.open(at('/me'));
    expect(page.status).toBe(200);
    expect(textOf(page)).toContain('Sign in with DingTalk');
    expect(page.text).toContain('href="/me/sign-in"');
    const started = await browser.open(at('/me/sign-in'));
    expect(new URL(started.headers.get('location') ?? '').searchParams.get('client_id')).toBe(seeded.clientId);
  });

  it('leaves no grant and no token behind by signing in, only who they are', async () => {
    const { browser, page } = await signIn('zhangwei2');
    expect(textOf(page)).toContain('You have not authorised any application.');
    expect(await rowsOf(world.database.pool, 'grants')).toEqual([]);
    const sessions = (await rowsOf(world.database.pool, 'person_sessions')).join('\n');
    for (const cookie of browser.cookieValues(world.url)) expect(sessions).not.toContain(cookie);
    expect(await trail('type=person.signed_in')).toMatchObject([{ application: 'demo', outcome: 'ok' }]);
  });

  it('keeps the session in a cookie of this host that scripts and other sites do not get', async () => {
    const browser = new Browser();
    const { callbackUrl } = await answerAtDingTalk(at('/me/sign-in'), { as: 'zhangsan', browser });
    const back = await browser.open(callbackUrl);
    const cookie = back.headers.getSetCookie().find((each) => each.startsWith('__Host-me='));
    expect(cookie).toMatch(/^__Host-me=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=3600$/);
  });

  it('sees what they granted over all applications, and who used it when and what for', async () => {
    await consentAs(at('/consent/demo'), { as: 'lisi' });
    await consentAs(at('/consent/visitors'), { as: 'lisi' });
    await askFor('lisi', 'sync to-dos');
    const { page } = await signIn('lisi');
    const text = textOf(page);
    expect(text).toContain('demo Active dinghangzhou0001');
    expect(text).toContain('visitors Active dinghangzhou0001');
    expect(text).toMatch(/todo-sync used it (just now|\d+ min ago) , for &quot; sync to-dos &quot;/);
    expect(text).toContain('Lasts until you withdraw');
    expect(text).toContain('Signed in as 李四');
    const headers = ['content-security-policy', 'cache-control', 'referrer-policy', 'x-content-type-options'];
    expect(headers.map((name) => page.headers.get(name))).toEqual([
      expect.stringMatching(/^default-src 'none'; .*form-action 'self'; frame-ancestors 'none'$/),
      'no-store',
      'same-origin',
      'nosniff',
    ]);
  });

  it('leaves one record for each look at who used what', async () => {
    const { browser } = await signIn('lisi');
    const { id } = await world.liveGrant('lisi');
    const before = (await trail('type=person.read')).length;
    await browser.open(at('/me'));
    await browser.open(at(`/me/grants/${id}/usage`));
    await browser.open(at(`/me/grants/${id}/withdraw`));
    const records = await trail('type=person.read');
    expect(records.length - before).toBe(3);
    expect(records[1]).toMatchObject({ grantId: id, application: 'demo', details: { view: 'usage' } });
  });

  it('pages through every use, newest first, and starts over with a cursor that is none', async () => {
    const { id } = await world.liveGrant('lisi');
    for (let use = 1; use <= 25; use += 1) await askFor('lisi', `use ${use}`);
    const { browser } = await signIn('lisi');
    const first = await browser.open(at(`/me/grants/${id}/usage`));
    const purposes = (page: Answer) => [...textOf(page).matchAll(/use \d+|sync to-dos/g)].map(([purpose]) => purpose);
    const [, older = ''] = /class="older" href="([^"]+)"/.exec(first.text) ?? [];
    const second = await browser.open(at(older.replaceAll('&amp;', '&')));
    const expected = Array.from({ length: 25 }, (_, index) => `use ${25 - index}`);
    expect([...purposes(first), ...purposes(second)]).toEqual([...expected, 'sync to-dos']);
    expect(second.text).not.toContain('class="older"');
    const broken = await browser.open(at(`/me/grants/${id}/usage?cursor=x`));
    expect([broken.status, purposes(broken)[0]]).toEqual([200, 'use 25']);
  });

  it('withdraws, sees what is still live until when, and no replica hands it out any more', async () => {
    await consentAs(at('/consent/demo'), { as: 'zhangsan' });
    const given = await askFor('zhangsan', 'sync to-dos');
    expect(given.status).toBe(200);
    const { browser } = await signIn('zhangsan');
    const { id, unionId } = await world.liveGrant('zhangsan');

    const question = await browser.open(at(`/me/grants/${id}/withdraw`));
    expect(textOf(question)).toMatch(
      /Withdraw from demo \? todo-sync can no longer act for you\. The last of them stops by 20/,
    );
    const done = await browser.send(at(`/me/grants/${id}/withdraw`), { form: formToken(question) });
    expect([done.status, done.headers.get('location')]).toEqual([303, `/me/grants/${id}/withdrawn`]);
    expect((await askFor('zhangsan', undefined, 1)).body).toMatchObject({
      code: 'consent_required',
      reason: 'grant_revoked',
    });

    const receipt = textOf(await browser.open(at(`/me/grants/${id}/withdrawn`)));
    expect(receipt).toContain('Withdrawn demo can no longer act for you.');
    const liveUntil = new Date(Date.parse(String(given.body.expiresAt)) + 8 * 3_600_000).toISOString();
    expect(receipt).toContain(`todo-sync until ${liveUntil.slice(0, 10)} ${liveUntil.slice(11, 16)} (UTC+8)`);
    expect(receipt).toContain('Me &gt; Security centre &gt; Privacy &gt; App authorisations &gt; the app');
    expect(receipt).not.toContain(caller.id);

    expect(await trail(`type=grant.revoked&grantId=${id}`)).toMatchObject([{ actor: `person:${unionId}` }]);
    expect(textOf(await browser.open(at('/me')))).toContain('Ended in the last 30 days demo Ended');
  });

  it('reads of a grant that an operator ended that it has ended, not that they withdrew it', async () => {
    await consentAs(at('/consent/visitors'), { as: 'zhangsan' });
    const grant = await world.liveGrant('zhangsan', 'visitors');
    await world.operator('POST', `/grants/${grant?.id}/revoke`, { reason: 'left the project' });
    const { browser } = await signIn('zhangsan');
    const receipt = textOf(await browser.open(at(`/me/grants/${grant?.id}/withdrawn`)));
    expect(receipt).toContain(
      'This authorisation has ended visitors can no longer act for you. Every service has stopped.',
    );
    expect(receipt).not.toContain('left the project');
  });

  it('withdraws once, however often the form is sent', async () => {
    await consentAs(at('/consent/demo'), { as: 'zhangsan' });
    const { browser } = await signIn('zhangsan');
    const { id } = await world.liveGrant('zhangsan');
    const form = { form: formToken(await browser.open(at(`/me/grants/${id}/withdraw`))) };
    const sent = await Promise.all([0, 1, 2].map(() => browser.send(at(`/me/grants/${id}/withdraw`), form)));
    expect(sent.map(({ status }) => status)).toEqual([303, 303, 303]);
    expect(await trail(`type=grant.revoked&grantId=${id}`)).toHaveLength(1);
  });

  describe('cannot', () => {
    let lisi: string;
    let attacker: Browser;
    let token: string;
    beforeAll(async () => {
      lisi = (await world.liveGrant('lisi')).id;
      const { browser, page } = await signIn('chenxi');
      attacker = browser;
      token = formToken(page);
    });

    it('see or end what is another person’s, nor learn that it is there', async () => {
      for (const id of [lisi, '01a1fbd0-15b3-73c3-8724-3e029e84110b', 'x', "x' or true --"]) {
        const path = `/me/grants/${encodeURIComponent(id)}`;
        const answers = [
          await attacker.open(at(`${path}/usage`)),
          await attacker.open(at(`${path}/withdraw`)),
          await attacker.open(at(`${path}/withdrawn`)),
          await attacker.send(at(`${path}/withdraw`), { form: token }),
        ];
        expect(answers.map(({ status, headers }) => [status, headers.get('x-me-code')])).toEqual(
          answers.map(() => [404, 'grant_not_found']),
        );
      }
      expect((await askFor('lisi')).status).toBe(200);
    });

    it.each([
      ['without the form’s token', {}, undefined],
      ['with the token of another session', { form: 'lisi' }, undefined],
      ['from another site', { form: 'own' }, { origin: 'https://evil.example.com', 'sec-fetch-site': 'cross-site' }],
      ['from a neighbouring site', { form: 'own' }, { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
      ['from nowhere', { form: 'own' }, { origin: 'null' }],
      ['without saying from where', { form: 'own' }, {}],
    ])('withdraw %s', async (_, { form }: { form?: string }, headers) => {
      const { browser, page } = await signIn('lisi');
      const token = form === 'own' ? formToken(page) : form && formToken((await signIn('lisi')).page);
      const answer = await browser.send(
        at(`/me/grants/${lisi}/withdraw`),
        token === undefined ? {} : { form: token },
        headers,
      );
      expect([answer.status, answer.headers.get('x-me-code')]).toEqual([403, 'form_refused']);
      expect(textOf(answer)).toContain('Nothing was withdrawn.');
      expect(answer.text).toContain('href="/me?lang=zh"');
      expect((await world.liveGrant('lisi')).id).toBe(lisi);
    });
  });

  sessionsOfPeople();

  it('reads the names that operators gave the application and its organisation, wherever people read them', async () => {
    const names = { displayName: '人事助手', organisationName: '杭州示例科技' };
    expect((await world.operator('PATCH', '/applications/demo', names)).body).toMatchObject({ name: 'demo', ...names });
    const granted = await consentAs(at('/consent/demo'), { as: 'chenxi' });
    expect(textOf(granted)).toContain('人事助手 can now, in 杭州示例科技 , do this for you');
    expect(textOf(await new Browser().open(at('/me')))).toContain('人事助手');
    const { browser, page } = await signIn('chenxi');
    expect(textOf(page)).toContain('人事助手 Active 杭州示例科技');
    const { id } = await world.liveGrant('chenxi');
    for (const look of ['usage', 'withdraw'])
      expect(textOf(await browser.open(at(`/me/grants/${id}/${look}`)))).toContain('人事助手');
  });

  it('finds the way from the page of a consent, as long as there is an application to sign in through', async () => {
    expect((await consentAs(at('/consent/demo'), { as: 'chenxi' })).text).toContain('href="/me"');
    await world.operator('PATCH', '/applications/demo', { signIn: false });
    expect((await consentAs(at('/consent/demo'), { as: 'chenxi' })).text).not.toContain('href="/me"');
  });

  it('is told so where there is no application to sign in through', async () => {
    for (const path of ['/me', '/me/sign-in']) {
      const page = await new Browser().open(at(path));
      expect([page.status, page.headers.get('x-me-code')]).toEqual([503, 'sign_in_unavailable']);
      expect(textOf(page)).toContain('You cannot sign in here yet');
    }
  });
});
