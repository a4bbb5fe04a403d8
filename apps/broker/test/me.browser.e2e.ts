import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityFindings, isWiderThanScreen, launchChromium, visit } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const pictures = 'test-results/me';
const phone = { width: 390, height: 844 };
const long = `quarterly-report-${'x'.repeat(40)}`;
const reception = { name: 'visitors-at-the-reception-desk', clientId: 'dingnarrowhangzhou' };
const ugly = `<script>alert(1)</script> \u202Egnp.exe ${'因为所以'.repeat(20)}`;

describe('what people see of their grants', () => {
  let world: World;
  let browser: Browser;
  const services: TestCaller[] = [];
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ signIn: true });
    const { clientSecret, corpId } = seeded;
    const { name, clientId } = reception;
    const application = { name, clientId, kind: 'internal', clientSecret, corpId, scopes: ['Contact.User.Read'] };
    expect((await world.operator('POST', '/applications', application)).status).toBe(201);
    await world.emulator.control('PATCH', `/applications/${clientId}`, {
      redirectUris: [`${world.url}/consent/callback`],
    });
    for (const service of ['todo-sync', long]) services.push(await world.createCaller(service, [everythingOfDemo]));
    browser = await launchChromium();
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  /** One live grant with many uses, one without, one that ended. */
  async function grantsOf(as: string): Promise<void> {
    await consentAs(`${world.url}/consent/demo`, { as });
    const { id } = await world.liveGrant(as);
    await world.operator('POST', `/grants/${id}/revoke`, { reason: 'to have one that ended' });
    await consentAs(`${world.url}/consent/demo`, { as });
    await consentAs(`${world.url}/consent/${reception.name}`, { as });
    for (let use = 0; use < 12; use += 1) {
      for (const [index, purpose] of ['同步待办', ugly].entries()) {
        await services[index]?.requestToken({
          application: 'demo',
          userId: as,
          scopes: ['Contact.User.Read'],
          purpose,
        });
      }
    }
  }

  /** As they come to be by a refusal of DingTalk's, and by what a caller asked. */
  async function inOtherStates(userId: string): Promise<void> {
    const { pool } = world.database;
    const of = "where user_id = $1 and application = $2 and state = 'active'";
    await pool.query(`update grants set state = 'needs_consent', reason = 'refresh_rejected' ${of}`, [
      userId,
      reception.name,
    ]);
    await pool.query(`update grants set ends_at = '2126-11-30T10:00:00Z', once = $3 ${of}`, [
      userId,
      'demo',
      userId === 'lisi',
    ]);
  }

  async function signIn(page: Page, as: string): Promise<void> {
    await page.goto(`${world.url}/me`);
    await page.locator('a[href="/me/sign-in"]').click();
    await page.getByTestId(`person-${as}`).click();
    await page.getByTestId('agree').click();
    await page.locator('.card').first().waitFor();
  }

  it.each([
    ['zh-CN', 'light', 'zhangsan'],
    ['en', 'dark', 'lisi'],
  ] as const)(
    '%s: every page fits a phone and has no accessibility finding, light and dark',
    async (locale, judged, as) => {
      await grantsOf(as);
      /** In both themes, of which one is judged in each language; on every width. Leaves the page at the phone's. */
      async function look(page: Page, name: string): Promise<void> {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${pictures}/${name}.${locale}.${colorScheme}.png`, fullPage: true });
          if (colorScheme !== judged) continue;
          expect({ name, findings: await accessibilityFindings(page) }).toEqual({ name, findings: [] });
        }
        for (const width of [320, 1280, phone.width]) {
          await page.setViewportSize({ ...phone, width });
          expect({ name, width, wider: await isWiderThanScreen(page) }).toEqual({ name, width, wider: false });
          if (width === 1280)
            await page.screenshot({ path: `${pictures}/${name}.${locale}.${width}.png`, fullPage: true });
        }
      }
      await visit(browser, { locale, viewport: phone }, async (page, complaints) => {
        await page.goto(`${world.url}/me`);
        await look(page, '1-sign-in');
        await signIn(page, as);
        await look(page, '2-grants');
        await inOtherStates(as);
        await page.reload();
        await look(page, '2-grants-states');
        const card = page.locator('.card').filter({ hasText: 'demo' }).last();
        await card.locator('a[href$="/usage"]').click();
        await page.waitForURL('**/usage');
        await look(page, '3-usage');
        await page.locator('a.older').click();
        await page.waitForURL('**/usage?*');
        await look(page, '4-usage-older');
        await page.goto(`${world.url}/me`);
        await card.locator('a[href$="/withdraw"]').click();
        await page.waitForURL('**/withdraw');
        await look(page, '5-withdraw');
        await page.locator('button.ends').click();
        await page.waitForURL('**/withdrawn');
        await look(page, '6-withdrawn');
        await page.goto(`${world.url}/me/grants/x/usage`);
        await look(page, '7-not-found');
        expect(complaints).toEqual([]);
      });
    },
  );

  it('is all there without JavaScript, sign-in and withdrawal too', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangwei2' });
    await visit(browser, { locale: 'en', javaScriptEnabled: false, viewport: phone }, async (page) => {
      await signIn(page, 'zhangwei2');
      await page.getByRole('link', { name: 'Withdraw' }).click();
      await page.getByRole('button', { name: 'Withdraw' }).click();
      await page.getByRole('heading', { name: 'Withdrawn' }).waitFor();
      await page.getByRole('link', { name: 'Back to my authorisations' }).click();
      await page.getByRole('heading', { name: 'Ended in the last 30 days' }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in with DingTalk' }).waitFor();
    });
  });

  it('is reached by the keyboard in reading order, with a visible focus, and ends nothing by mistake', async () => {
    await consentAs(`${world.url}/consent/demo`, { as: 'zhangwei2' });
    await visit(browser, { locale: 'en', viewport: phone }, async (page) => {
      await signIn(page, 'zhangwei2');
      await page.getByRole('link', { name: 'Withdraw' }).click();
      await page.waitForURL('**/withdraw');
      const stops: string[] = [];
      for (let stop = 0; stop < 4; stop += 1) {
        await page.keyboard.press('Tab');
        stops.push(String(await page.evaluate('document.activeElement.textContent')));
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      }
      expect(stops).toEqual(['中文', 'Cancel', 'Withdraw', 'Sign out']);
    });
  });
});
