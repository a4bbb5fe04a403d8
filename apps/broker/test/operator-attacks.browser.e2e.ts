import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityFindings, launchChromium, untilStill, visit } from './harness/chromium.js';
import { startProvider, type TestProvider } from './harness/openid-provider.js';
import { startWorld, type World } from './harness/world.js';

const pictures = 'test-results/operators';
const english = { locale: 'en-GB', viewport: { width: 1440, height: 900 } } as const;
const chinese = { locale: 'zh-CN', viewport: { width: 1440, height: 900 }, colorScheme: 'light' } as const;

describe('operators in a browser', () => {
  let provider: TestProvider;
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    provider = await startProvider();
    world = await startWorld({ env: provider.env });
    await provider.open(world.url);
    await world.registerDemo({ signIn: true });
    await world.operator('POST', '/operators', { name: 'li-ming', role: 'owner', oidcSubject: 'liming' });
    browser = await launchChromium();
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
    await provider?.close();
  });

  async function signIn(page: Page, person = 'liming'): Promise<void> {
    provider.person = person;
    await page.goto(`${world.url}/admin/`);
    await page.getByRole('link', { name: /Company account/ }).click();
    await page.waitForURL(`${world.url}/admin/`);
    await page.getByRole('navigation').first().waitFor();
  }
  const aged = () =>
    world.database.pool.query(`update operator_sessions set authenticated_at = now() - interval '1 hour'`);

  it('find each way in on the sign-in page', async () => {
    for (const [options, name] of [
      [chinese, 'zh-light'],
      [{ ...english, colorScheme: 'dark' }, 'en-dark'],
    ] as const) {
      await visit(browser, options, async (page, complaints) => {
        await page.goto(`${world.url}/admin/`);
        await page.getByRole('link', { name: /Company account/ }).waitFor();
        expect(await page.getByRole('link', { name: /DingTalk|钉钉/ }).getAttribute('href')).toBe('/admin/sign-in');
        await page.screenshot({ path: `${pictures}/sign-in-${name}.png` });
        expect(await accessibilityFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    }
  });

  it('read their subject where they are no operator yet', async () => {
    for (const [options, name] of [
      [chinese, 'zh-light'],
      [{ ...english, colorScheme: 'dark' }, 'en-dark'],
    ] as const) {
      await visit(browser, options, async (page, complaints) => {
        provider.person = 'somebody-new';
        await page.goto(`${world.url}/admin/sign-in/oidc`);
        expect(await page.getByTestId('subject').innerText()).toBe('somebody-new');
        await page.screenshot({ path: `${pictures}/unknown-${name}.png` });
        expect(await accessibilityFindings(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    }
  });

  it('sign in again in another tab, and what they typed is sent by itself', async () => {
    await visit(browser, english, async (page) => {
      await signIn(page);
      await aged();
      await page.goto(`${world.url}/admin/operators`);
      await page.getByRole('button', { name: 'New operator' }).click();
      await page.getByLabel('Name').fill('wang-wu');
      await page.getByRole('button', { name: 'New operator' }).click();
      const dialog = page.getByRole('dialog', { name: 'Sign in again' });
      await dialog.waitFor();
      await untilStill(page);
      await page.screenshot({ path: `${pictures}/fresh-en-light.png` });
      expect(await accessibilityFindings(page)).toEqual([]);
      const [tab] = await Promise.all([
        page.context().waitForEvent('page'),
        dialog.getByRole('link', { name: /new tab/ }).click(),
      ]);
      await tab.waitForURL(`${world.url}/admin/`);
      await page.getByRole('heading', { name: 'wang-wu' }).waitFor();
      expect(await dialog.isVisible()).toBe(false);
    });
  });

  it('do nothing as somebody else who signs in instead, and nothing when they think better of it', async () => {
    await world.operator('POST', '/operators', { name: 'zhao-liu', role: 'owner', oidcSubject: 'zhaoliu' });
    await visit(browser, english, async (page) => {
      await signIn(page);
      await aged();
      await page.goto(`${world.url}/admin/operators`);
      await page.getByRole('button', { name: 'New operator' }).click();
      await page.getByLabel('Name').fill('never-made');
      await page.getByRole('button', { name: 'New operator' }).click();
      const dialog = page.getByRole('dialog', { name: 'Sign in again' });
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('fresh_sign_in_required').waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('never-made');
      await page.getByRole('button', { name: 'New operator' }).click();
      provider.person = 'zhaoliu';
      await dialog.getByRole('link', { name: /new tab/ }).click();
      await page.getByText('You are zhao-liu now, so nothing was done.').waitFor();
      expect(await page.getByLabel('Name').inputValue()).toBe('never-made');
      expect((await world.operator('GET', '/operators')).text).not.toContain('never-made');
    });
  });
});
