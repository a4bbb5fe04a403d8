import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startEmulator } from '../src/start-emulator.js';
import { withOfficialSdk } from './emulator/official-sdk.js';
import { arrived, authorize, browser, emulator, stage } from './emulator/stage.js';
import { underControl } from './emulator/under-control.js';
import { DEMO, EmulatorUnderTest, HANGZHOU, PERSONAL, SHANGHAI, SUITE } from './emulator-under-test.js';
import { ScriptlessBrowser } from './scriptless-browser.js';

describe('the emulator', () => {
  stage();

  describe('in a browser without JavaScript', () => {
    it('leads from login over the organisation and consent to a code that buys a token', async () => {
      await browser.open(authorize());
      await browser.press('person-lisi');
      await browser.press(`org-${HANGZHOU}`);
      expect(browser.html).toContain('人事助手</bdi> 想要访问你的账号');
      for (const point of ['Contact.User.Read', 'Contact.User.mobile', 'Todo.Todo.Write', 'Calendar.Event.Write']) {
        expect(browser.shows(`point-${point}`)).toBe(true);
      }
      await browser.press('agree');
      const { code, authCode, state } = arrived();
      expect([code, state]).toEqual([authCode, 'the-state']);
      expect((await emulator.redeem(String(authCode))).body).toMatchObject({ expireIn: 7200, corpId: HANGZHOU });
    });

    it('asks for no organisation when the scope does not', async () => {
      await browser.open(authorize({ scope: 'openid' }, '/oauth2/challenge.htm'));
      await browser.press('person-zhangsan');
      await browser.press('agree');
      const { body } = await emulator.redeem(String(arrived().authCode));
      expect(body).not.toHaveProperty('corpId');
    });

    it('comes back with an error and no code after a refusal', async () => {
      await browser.open(authorize({ as: 'zhangsan', corpId: HANGZHOU }));
      await browser.press('refuse');
      expect(arrived()).toEqual({ error: 'access_denied', state: 'the-state' });
    });

    it('remembers who is signed in, and lets them change', async () => {
      await browser.open(authorize());
      await browser.press('scan', { person: 'zhangwei2' });
      await browser.press(`org-${HANGZHOU}`);
      await browser.press('agree');
      await browser.open(authorize({ client_id: SUITE, corpId: HANGZHOU }));
      expect(browser.html).toContain('张伟');
      await browser.press('switch-account');
      expect(browser.shows('person-zhangsan')).toBe(true);
      await browser.press('person-chenxi');
      expect(browser.html).toContain('Chenxi Liu');
    });

    it('goes back from the consent to another organisation', async () => {
      await browser.open(authorize({ client_id: PERSONAL }));
      await browser.press('person-lisi');
      await browser.press(`org-${HANGZHOU}`);
      await browser.press('switch-organisation');
      await browser.press(`org-${SHANGHAI}`);
      await browser.press('agree');
      const { body } = await emulator.redeem(String(arrived().authCode), PERSONAL);
      expect(body?.corpId).toBe(SHANGHAI);
    });

    it('lists only administered organisations for org_type=management', async () => {
      await browser.open(authorize({ client_id: PERSONAL, org_type: 'management', as: 'wangwu' }));
      expect(browser.shows(`org-${SHANGHAI}`)).toBe(true);
      await browser.open(authorize({ client_id: PERSONAL, org_type: 'management', as: 'lisi' }));
      expect(browser.shows('no-organisation')).toBe(true);
    });

    it('does not log an outsider in to an internal application, unless set to', async () => {
      await browser.open(authorize());
      await browser.press('person-waibu');
      expect([browser.status, browser.shows('outsider')]).toEqual([403, true]);
      await emulator.control('PATCH', '/settings', { internalAppsAcceptOutsiders: true });
      await browser.open(authorize({ as: 'waibu', auto: 'agree' }));
      const { body } = await emulator.redeem(String(arrived().authCode));
      expect(body?.corpId).toBe('dingoutside0003');
    });

    it('refuses an organisation the person does not belong to', async () => {
      await browser.open(authorize({ client_id: PERSONAL, as: 'zhangsan', corpId: SHANGHAI }));
      expect([browser.status, browser.shows('not-a-member')]).toEqual([403, true]);
    });

    it('shows its own page for a link that must not be followed', async () => {
      await browser.open(authorize({ redirect_uri: 'http://127.0.0.1:9/elsewhere' }));
      expect([browser.status, browser.shows('broken-link')]).toEqual([400, true]);
    });

    it('decides without a page for a test, and sends only authCode when set to', async () => {
      await emulator.control('PATCH', '/settings', { codeParameter: 'authCode' });
      await browser.open(authorize({ as: 'lisi', auto: 'agree' }));
      expect(Object.keys(arrived())).toEqual(['authCode', 'state']);
      await browser.open(authorize({ as: 'lisi', auto: 'refuse' }));
      expect(arrived().error).toBe('access_denied');
    });

    it('skips the consent it remembers only when the link has no prompt', async () => {
      const silent = authorize({ prompt: undefined, corpId: HANGZHOU });
      await browser.open(silent);
      await browser.press('person-zhangsan');
      await browser.press('agree');
      await browser.open(silent);
      expect(arrived().authCode).toBeTruthy();
      await browser.open(authorize({ corpId: HANGZHOU }));
      expect(browser.shows('agree')).toBe(true);
    });

    it('lets a person withdraw, and the next call is refused', async () => {
      const { accessToken } = await emulator.userToken(DEMO, 'zhangsan');
      await browser.open('/');
      await browser.press('open-zhangsan');
      await browser.press(`withdraw-${DEMO}`);
      expect(browser.shows('no-consents')).toBe(true);
      expect((await emulator.me(accessToken)).status).toBe(403);
    });

    it('sets, shows and clears faults, and refuses nonsense without setting anything', async () => {
      await browser.open('/emulator/faults');
      expect(browser.shows('no-faults')).toBe(true);
      await browser.press('set-fault', { name: 'rate_429', clientId: '', operation: '*', times: '2', delayMs: '' });
      expect(browser.shows('fault-rate_429')).toBe(true);
      expect((await emulator.me('x')).status).toBe(429);
      await browser.press('set-fault', { name: 'delay', operation: '*', times: 'often', delayMs: '' });
      expect([browser.status, browser.shows('problem')]).toEqual([400, true]);
      await browser.press('reset-faults');
      expect(browser.shows('no-faults')).toBe(true);
      await browser.press('save-settings', { codeSeconds: '9', internalAppsAcceptOutsiders: 'true' });
      const settings = await emulator.control('GET', '/settings');
      expect(settings).toMatchObject({ codeSeconds: 9, internalAppsAcceptOutsiders: true, accessTokenSeconds: 7200 });
    });

    it('speaks the language of the browser until another is chosen, and stays on the page', async () => {
      const english = new ScriptlessBrowser(emulator.url, 'en-GB,en;q=0.9');
      await english.open(authorize({ as: 'zhangsan', corpId: HANGZHOU }));
      expect(english.html).toContain('wants to access your account');
      await english.press('language-zh');
      expect(english.html).toContain('想要访问你的账号');
      await english.open('/emulator/language/en?back=//evil.example/');
      expect(english.location).toBe(`${emulator.url}/`);
    });

    it('has a page of its own for what is not there', async () => {
      await browser.open('/emulator/people/nobody');
      expect([browser.status, browser.shows('not-found')]).toEqual([404, true]);
      await browser.open('/emulator/nothing');
      expect([browser.status, browser.shows('not-found')]).toEqual([404, true]);
    });
  });

  withOfficialSdk();

  describe('after it was killed', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'emulator-'));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    // The first emulator is never closed before the second reads its file, which is all a kill leaves behind.
    it('still knows tokens, consents, people, faults and settings', async () => {
      const dataFile = join(folder, 'state.jsonl');
      const first = await EmulatorUnderTest.start(dataFile);
      const { accessToken, refreshToken } = await first.userToken(DEMO, 'zhangsan');
      const rotated = (await first.refresh(refreshToken)).body;
      await first.control('PATCH', '/settings', { codeSeconds: 7 });
      await first.control('PUT', '/faults/ip_ban', { clientId: SUITE });
      await first.control('POST', '/people', { people: [{ key: 'new', name: '新人', memberships: [] }] });
      const second = await EmulatorUnderTest.start(dataFile);
      try {
        expect((await second.me(accessToken)).status).toBe(200);
        expect((await second.refresh(refreshToken)).status).toBe(400);
        expect((await second.refresh(String(rotated?.refreshToken))).status).toBe(200);
        expect(await second.control('GET', '/settings')).toMatchObject({ codeSeconds: 7 });
        expect((await second.control('GET', '/faults')).faults).toHaveLength(1);
        expect((await second.control('GET', '/people')).people).toContainEqual(expect.objectContaining({ key: 'new' }));
      } finally {
        await Promise.all([first.close(), second.close()]);
      }
    });
  });

  describe('started a second time on the same port', () => {
    it('leaves the data file of the first one alone', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
      const dataFile = join(folder, 'state.jsonl');
      const { url, close } = await startEmulator({ host: '127.0.0.1', port: 0, dataFile });
      try {
        const before = statSync(dataFile);
        const again = startEmulator({ host: '127.0.0.1', port: Number(new URL(url).port), dataFile });
        await expect(again).rejects.toMatchObject({ code: 'EADDRINUSE' });
        expect(statSync(dataFile)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
      } finally {
        await close();
        rmSync(folder, { recursive: true });
      }
    });
  });

  underControl();
});
