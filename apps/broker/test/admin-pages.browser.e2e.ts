import { mkdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminPage } from './harness/admin-page.js';
import { accessibilityFindings, isWiderThanScreen, launchChromium, untilStill, visit } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { consentAs } from './harness/person.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';

const pictures = 'test-results/admin-pages';
const ugly = `<script>alert(1)</script> \u202Egnp.exe ${'因为所以'.repeat(10)}`;
const themes = ['light', 'dark'] as const;
const phone = { width: 390, height: 844 };

interface Place {
  name: string;
  /** Below `/admin/`. */
  address: string;
  /** What is pressed there, before it is looked at. */
  press?: RegExp[];
}

/** Every page of the admin UI as operators see it: what the navigation leads to, an item of each list, and what opens on them. */
describe('the admin UI', () => {
  let world: World;
  let browser: Browser;
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ scopes: [...seeded.scopes, 'Contact.User.email'] });
    const caller = await world.createCaller('todo-sync', [
      everythingOfDemo,
      {
        application: 'demo',
        scopes: ['Contact.User.Read'],
        delivery: ['token', 'handle'],
        people: { organisations: [seeded.corpId] },
        purposeRequired: true,
        mayRevoke: true,
        wholeToken: true,
        wholeTokenReason: ugly,
        ratePerSecond: 50,
      },
    ]);
    await world.createCaller(`quarterly-report-${'x'.repeat(40)}`, []);
    for (const as of ['zhangsan', 'lisi', 'zhangwei1', 'zhangwei2']) {
      await consentAs(`${world.url}/consent/demo`, { as });
    }
    for (const [userId, purpose] of [
      ['zhangsan', '同步待办'],
      ['zhangsan', '同步待办'],
      ['zhangsan', ugly],
      ['lisi', '同步待办'],
      ['nobody', '同步待办'],
    ]) {
      await caller.requestToken({ application: 'demo', userId, scopes: ['Contact.User.Read'], purpose });
    }
    await caller.requestToken({ application: 'demo', userId: 'zhangsan', scopes: ['Not.Allowed'] });
    const { pool } = world.database;
    const { rows } = await pool.query<{ user_id: string; id: string }>('select user_id, id from grants');
    for (const { user_id, id } of rows) ids[user_id] = id;
    await pool.query('update grants set name = $1 where user_id = $2', [ugly, 'zhangwei2']);
    await pool.query(
      `update grants set state = 'needs_consent', reason = 'indeterminate' where user_id in ('zhangwei1', 'zhangwei2')`,
    );
    const { body: revocation } = await world.operator('POST', `/grants/${ids.lisi}/revoke`, { reason: ugly });
    const { body: operator } = await world.operator('POST', '/operators', { name: 'li-ming', role: 'admin' });
    await world.operator('POST', `/operators/${operator.id}/tokens`, {
      name: ugly.slice(0, 60),
      expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    });
    Object.assign(ids, { caller: caller.id, revocation: revocation.revocationId, operator: operator.id });
    browser = await launchChromium();
    await rm(pictures, { recursive: true, force: true });
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const known = (): Place[] => [
    { name: 'grant', address: `grants/${ids.zhangsan}`, press: [/^(查看谁可以使用|Show who may)$/] },
    { name: 'grant-needing-consent', address: `grants/${ids.zhangwei2}` },
    { name: 'grant-revoke', address: `grants/${ids.zhangsan}`, press: [/^(撤销…|Revoke…)$/] },
    { name: 'grants-nothing-matches', address: 'grants?q=nobody&colour=red' },
    { name: 'caller', address: `callers/${ids.caller}` },
    { name: 'caller-edit', address: `callers/${ids.caller}`, press: [/^(编辑调用权限|Edit entitlements)$/] },
    { name: 'caller-credentials', address: `callers/${ids.caller}?tab=credentials` },
    { name: 'caller-traffic', address: `callers/${ids.caller}?tab=traffic` },
    { name: 'caller-errors', address: `callers/${ids.caller}?tab=errors` },
    { name: 'caller-history', address: `callers/${ids.caller}?tab=history` },
    {
      name: 'application-abilities',
      address: 'applications/demo',
      press: [/^(登记能力|Register an ability)$/],
    },
    {
      name: 'caller-new',
      address: 'callers',
      press: [/^(新建调用方|New caller)$/, /^(添加调用权限|Add an entitlement)$/],
    },
    { name: 'revocation', address: `revocations/${ids.revocation}` },
    { name: 'operator', address: `operators/${ids.operator}` },
    { name: 'operator-new', address: 'operators', press: [/^(新建操作员|New operator)$/] },
    { name: 'imports', address: 'imports' },
    { name: 'jobs', address: 'jobs' },
    { name: 'no-such-page', address: 'nowhere' },
  ];

  /** What somebody opens who is called out at night. */
  const onPhone = (): Place[] => [
    { name: 'overview', address: '' },
    { name: 'grant', address: `grants/${ids.zhangsan}` },
    { name: 'revocation', address: `revocations/${ids.revocation}` },
  ];

  it.each([
    ['zh', 'zh-CN'],
    ['en', 'en-GB'],
  ])(
    'is complete, readable to everybody and as wide as its window, in %s, light and dark',
    async (language, locale) => {
      const options = { locale, timezoneId: 'Asia/Shanghai', viewport: { width: 1440, height: 900 } };
      const findings: string[] = [];
      await visit(browser, options, async (page, complaints) => {
        await page.goto(`${world.url}/admin/`);
        await page.getByLabel(/^(操作员令牌|Operator token)$/).waitFor();
        await look(page, 'sign-in', language, findings);
        const admin = await AdminPage.open(page, world.url);
        const lists = (await admin.links('nav')).map((address) => ({ name: address || 'overview', address }));
        expect(lists.length).toBeGreaterThan(5);
        const places: Place[] = [...lists, ...known()];
        for (const place of places) {
          await admin.go(place.address);
          for (const name of place.press ?? []) {
            await page.getByRole('button', { name }).first().click();
            await admin.settled();
          }
          await look(page, place.name, language, findings);
          if (await isWiderThanScreen(page)) findings.push(`${place.name}: wider than the screen`);
          const [item] = (await admin.links('main')).filter((address) => address.startsWith(`${place.name}/`));
          const isKnown = places.some(({ address }) => address.startsWith(`${place.name}/`));
          if (item && !isKnown && lists.some(({ name }) => name === place.name)) {
            places.push({ name: `${place.name}-item`, address: item });
          }
        }
        await page.setViewportSize(phone);
        for (const { name, address } of onPhone()) {
          await admin.go(address);
          await page.screenshot({ path: `${pictures}/${name}-phone-${language}.png` });
          if (await isWiderThanScreen(page)) findings.push(`${name}: wider than a phone`);
        }
        findings.push(...complaints);
      });
      expect(findings).toEqual([]);
    },
  );

  /** In both themes, as the system asks for them. */
  async function look(page: Page, name: string, language: string, findings: string[]): Promise<void> {
    for (const colorScheme of themes) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[style*="color-scheme: ${colorScheme}"]`).waitFor({ state: 'attached' });
      await untilStill(page);
      await page.screenshot({ path: `${pictures}/${name}-${language}-${colorScheme}.png` });
      // Each theme is judged once, in one language each: contrast is the theme's, and names are the same nodes.
      if ((language === 'zh') !== (colorScheme === 'light')) continue;
      for (const finding of await accessibilityFindings(page)) findings.push(`${name} ${colorScheme}: ${finding}`);
    }
  }
});
