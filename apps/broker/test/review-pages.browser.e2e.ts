import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminPage } from './harness/admin-page.js';
import { accessibilityFindings, isWiderThanScreen, launchChromium, untilStill, visit } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const pictures = 'test-results/review';
const [read, mobile, , todo] = seeded.scopes;
const ugly = `<img src=x onerror=alert(1)> \u202Egnp.exe ${'因为所以'.repeat(20)}`;
const zhLight = { locale: 'zh-CN', colorScheme: 'light' as const };
const enDark = { locale: 'en-GB', colorScheme: 'dark' as const };
const wide = { timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } };

describe('the pages on which access is looked through', () => {
  let world: World;
  let browser: Browser;
  let hrBot: TestCaller;
  let unionId: string;
  let consentId: string;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo();
    hrBot = await world.createCaller('hr-bot', [everythingOfDemo]);
    await world.createCaller('report-bot', [
      { application: 'demo', scopes: [read, mobile, todo], delivery: ['handle'] },
      { application: 'demo', scopes: [mobile], delivery: ['handle'], purposeRequired: true },
    ]);
    for (const as of ['zhangsan', 'zhangwei1', 'zhangwei2']) await consentAs(`${world.url}/consent/demo`, { as });
    for (const purpose of ['sync to-dos', ugly]) {
      await hrBot.requestToken({ application: 'demo', userId: 'zhangsan', scopes: [read], purpose });
    }
    const { body } = await ask(`${world.url}/v1/consents`, {
      headers: { authorization: `Bearer ${await hrBot.accessToken()}` },
      json: { application: 'demo', userId: 'zhangsan', scopes: [read], reason: ugly },
    });
    consentId = String(body.consentId);
    const people = await world.operator('GET', '/people?q=zhangsan');
    unionId = (people.body.items as { unionId: string }[])[0]?.unionId ?? '';
    browser = await launchChromium();
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const operator = (options: object, work: (admin: AdminPage) => Promise<void>) =>
    visit(browser, { ...wide, ...options }, async (page, complaints) => {
      await work(await AdminPage.open(page, world.url));
      expect(complaints).toEqual([]);
    });
  async function look(page: Page, picture: string): Promise<void> {
    await untilStill(page);
    await page.screenshot({ path: `${pictures}/${picture}.png` });
    expect(await accessibilityFindings(page)).toEqual([]);
    expect(await isWiderThanScreen(page)).toBe(false);
  }
  const today = () => new Date().toISOString().slice(0, 10);

  it.each<[string, object]>([
    ['zh-light', zhLight],
    ['en-dark', enDark],
  ])('are all of a piece, and nothing is wrong with them: %s', async (name, options) => {
    const addresses = {
      people: 'people?q=%E5%BC%A0',
      person: `people/${unionId}`,
      scopes: 'scopes?kind=delegated',
      scope: `scopes/${todo}`,
      review: `scopes?review=${today()}&recent=true`,
      consents: 'consents',
      consent: `consents/${consentId}`,
    };
    await operator(options, async (admin) => {
      const { page } = admin;
      for (const [what, address] of Object.entries(addresses)) {
        await admin.go(address);
        if (what === 'person') await page.getByRole('button', { name: /按服务和用途|by service and purpose/ }).click();
        await admin.settled();
        await look(page, `${what}-${name}`);
      }
    });
  });

  it('take what is unused with one press, offer it back, and have what stays signed', async () => {
    await operator(enDark, async (admin) => {
      const { page } = admin;
      await admin.go(`scopes?review=${today()}&recent=true`);
      await page.getByRole('button', { name: 'Narrow 3…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(mobile).first().waitFor();
      await look(page, 'narrow-en-dark');
      await dialog.getByLabel(/^Reason/).fill('never used');
      await dialog.getByRole('button', { name: 'Narrow 3', exact: true }).click();
      await page.getByText('3 entitlements are taken.').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('1 caller is as before.').waitFor();

      await page.getByRole('button', { name: 'Keep 3, because…' }).click();
      await dialog.getByLabel(/^Reason/).fill('payroll runs once a year');
      await look(page, 'keep-en-dark');
      await dialog.getByRole('button', { name: 'Keep 3 entitlements' }).click();
      await page.getByText('payroll runs once a year').first().waitFor();

      await page.getByRole('button', { name: 'Sign off…' }).click();
      await dialog.getByLabel('Note').fill('2026-Q4');
      await look(page, 'sign-en-dark');
      await dialog.getByRole('button', { name: 'Sign off', exact: true }).click();
      await page.getByRole('heading', { name: 'Signed reviews' }).waitFor();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Export CSV' }).first().click(),
      ]);
      expect(download.suggestedFilename()).toBe('access-review-candidates.csv');
      await look(page, 'signed-en-dark');
    });
  });

  it.each<['no-preference' | 'reduce', string]>([
    ['no-preference', 'let a dialog grow from what opened it'],
    ['reduce', 'move nothing for somebody who wants less motion'],
  ])('%s: %s', async (reducedMotion) => {
    await operator({ ...zhLight, reducedMotion }, async (admin) => {
      const { page } = admin;
      await admin.go(`consents/${consentId}`);
      await page.evaluate(
        `addEventListener('animationstart', ({ animationName }) => { document.body.dataset.moved = animationName })`,
      );
      await page.getByRole('button', { name: '取消 1 个授权请求…' }).click();
      await page.getByRole('dialog').getByLabel(/^原因/).fill('问错了人');
      const moved = page.locator('body[data-moved]');
      if (reducedMotion === 'reduce') expect(await moved.count()).toBe(0);
      else await moved.waitFor();
    });
  });

  it('cancel what a person was asked, end all of their grants in numbers first, and have them forgotten', async () => {
    await operator(zhLight, async (admin) => {
      const { page } = admin;
      await admin.go(`consents/${consentId}`);
      await page.getByRole('button', { name: '取消 1 个授权请求…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(/^原因/).fill('问错了人');
      await dialog.getByRole('button', { name: '取消 1 个授权请求' }).click();
      await page.getByText('已失效').waitFor();

      await admin.go(`people/${unionId}`);
      await page.getByRole('button', { name: '结束全部 1 项授权…' }).click();
      await dialog.getByLabel(/^原因/).fill('离职');
      await look(page, 'end-all-zh-light');
      await dialog.getByRole('button', { name: /撤销 1 项授权/ }).click();
      await dialog.getByText('已完成').first().waitFor();
      await dialog
        .getByRole('button', { name: /关闭|完成/ })
        .last()
        .click();
      await page.getByRole('button', { name: '结束全部 1 项授权…' }).waitFor({ state: 'detached' });

      await page.getByRole('button', { name: '抹除…' }).click();
      await dialog.getByLabel(/^原因/).fill('本人要求');
      await dialog.getByRole('button', { name: '抹除 1 人' }).click();
      await dialog.getByText('与上面的内容不一致。').waitFor();
      await dialog.getByLabel(/zhangsan$/).fill('zhangsan');
      await dialog.getByText('与上面的内容不一致。').waitFor({ state: 'detached' });
      await look(page, 'erase-zh-light');
      await dialog.getByRole('button', { name: '抹除 1 人' }).click();
      await dialog.getByText('已完成').first().waitFor();
      expect((await world.operator('GET', `/people/${unionId}`)).status).toBe(404);

      await admin.go('people');
      await page.getByRole('link', { name: /已抹除的人员/ }).waitFor();
      await look(page, 'people-erased-zh-light');
      await page.getByRole('link', { name: /已抹除的人员/ }).click();
      await page.getByText('此人已被抹除').waitFor();
      expect(await page.getByRole('button', { name: '抹除…' }).count()).toBe(0);
      await look(page, 'person-erased-zh-light');
    });
  });
});
