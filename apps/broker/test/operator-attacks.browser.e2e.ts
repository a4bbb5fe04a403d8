import { mkdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { v7 as uuidv7 } from 'uuid';
import { AdminPage } from './harness/admin-page.js';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { accessibilityFindings, launchChromium, untilStill, visit } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { startProvider, type TestProvider } from './harness/openid-provider.js';
import { consentAs } from './harness/person.js';
import { SwaggerPage } from './harness/swagger-page.js';
import { everythingOfDemo, startWorld, type World } from './harness/world.js';
import { crawl } from './operator-attacks/crawl.js';
import { type ApiDocument, bodyWith, freeTextOf } from './operator-attacks/free-text.js';

/** Short enough for every member that takes a hundred characters. */
const script = '"><img src=x onerror=window.__hit=1 data-injected><script data-injected>window.__hit=1</script>';
const nick = '<img src=x onerror=window.__hit=1 data-injected>';
const link = 'javascript:window.__hit=1';
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
    await world.registerDemo({ signIn: true, displayName: script, organisationName: script });
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
      await dialog.waitFor({ state: 'hidden' });
    });
  });

  it('bring a file of grants: looked through before it is sent, sent once they signed in again, and told of line by line', async () => {
    const people = ['zhangwei1', 'zhangwei2'];
    const { grants } = await world.emulator.control<{ grants: { refreshToken: string }[] }>('POST', '/grants', {
      clientId: seeded.clientId,
      people,
    });
    const lines = grants.map(({ refreshToken }, n) => JSON.stringify({ refreshToken, expectedUserId: people[n] }));
    const file = (content: readonly string[]) => ({
      name: 'moving.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(content.join('\n')),
    });
    await visit(browser, english, async (page) => {
      await signIn(page);
      await aged();
      await page.goto(`${world.url}/admin/imports`);
      const field = page.getByLabel(/^File/);
      await field.setInputFiles(file([...lines, '', 'a-token-0123456789', ...lines.slice(0, 1)]));
      await page.getByText('4 lines cannot be taken.').waitFor();
      await page.getByRole('combobox').click();
      await page.getByTitle('demo').last().click();
      await page.getByText('2 lines cannot be taken.').waitFor();
      const faults = await page.getByRole('listitem').allInnerTexts();
      expect(faults).toEqual(
        expect.arrayContaining([
          'Line 4 is not a JSON object',
          'Line 5 has the token of an earlier line; it works once',
        ]),
      );
      expect(await page.content()).not.toContain('a-token-0123456789');
      expect(await page.getByRole('button', { name: /^Import/ }).count()).toBe(0);
      await field.setInputFiles(file(lines));
      await page.getByRole('button', { name: 'Import 2 lines' }).click();
      const dialog = page.getByRole('dialog', { name: 'Sign in again' });
      await dialog.getByRole('link', { name: /new tab/ }).click();
      await page.waitForURL(/\/admin\/jobs\/[0-9a-f-]{36}$/);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download CSV' }).click();
      const report = await readFile(await (await download).path(), 'utf8');
      expect(report.match(/"stored","demo"/g)).toHaveLength(2);
      for (const { refreshToken } of grants) expect(report).not.toContain(refreshToken);
    });
  }, 60_000);

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

  describe('with scripts in everything that can be written', () => {
    const refused: string[] = [];
    const stored: string[] = [];
    let ids: Record<string, string>;
    beforeAll(async () => {
      const nickname = { name: nick, memberships: [{ corpId: seeded.corpId, userId: 'mallory' }] };
      await world.emulator.control('POST', '/people', { people: [{ key: 'mallory', ...nickname }] });
      const caller = await world.createCaller('todo-sync', [
        { ...everythingOfDemo, delivery: ['token', 'handle'], mayRevoke: true },
      ]);
      for (const as of ['mallory', 'zhangsan', 'lisi']) await consentAs(`${world.url}/consent/demo`, { as });
      // What is spoilt here must be nothing that people sign in through.
      const visitors = { clientId: 'dingnarrowhangzhou', clientSecret: seeded.clientSecret, corpId: seeded.corpId };
      const scopes = ['Contact.User.Read'];
      await world.operator('POST', '/applications', { name: 'visitors', kind: 'internal', ...visitors, scopes });
      ids = { ...(await firstOfEach()), applications: 'visitors' };
      const bearer = { authorization: `Bearer ${await caller.accessToken()}` };
      const { body: document } = await ask<ApiDocument>(`${world.url}/openapi.json`);
      for (const member of freeTextOf(document, /^\/(admin\/)?v1\//)) {
        const address = member.path.replace(/\{(\w+)\}/g, (_, name) => idFor(member.path, name));
        const isOperators = member.path.startsWith('/admin/');
        for (const given of [script, link]) {
          names += 1;
          const text = `${given}${names}`;
          const { status } = await ask(`${world.url}${address}`, {
            method: member.method,
            json: { ...bodyWith(member, text), ...fresh(member.path) },
            headers: isOperators ? { authorization: `Bearer ${OPERATOR_TOKEN}` } : bearer,
          });
          const at = `${member.method} ${member.path} /${member.pointer.join('/')}`;
          expect([at, status >= 500]).toEqual([at, false]);
          (status < 300 ? stored : refused).push(at);
        }
      }
      // What is not written by a request of ours: the purpose stands in the trail, the nickname came from DingTalk.
      for (const userId of ['mallory', 'zhangsan', 'lisi']) {
        await caller.requestToken({ application: 'demo', userId, scopes: ['Contact.User.Read'], purpose: script });
      }
    });
    /** The first item of each collection, since what is written to nothing is stored nowhere. */
    async function firstOfEach(): Promise<Record<string, string>> {
      const found: Record<string, string> = {};
      for (const list of ['callers', 'grants', 'operators', 'webhooks']) {
        const [item] = ((await world.operator('GET', `/${list}`)).body.items ?? []) as Record<string, string>[];
        if (item) found[list] = item.id ?? '';
      }
      return found;
    }
    const idFor = (path: string, name: string): string => {
      if (name === 'corpId') return seeded.corpId;
      if (name === 'scope') return 'Calendar.Event.Read';
      return ids[/v1\/([\w-]+)\//.exec(path)?.[1] ?? ''] ?? uuidv7();
    };
    /** So that nothing is refused only for being there already. */
    let names = 0;
    const fresh = (path: string) =>
      /v1\/(callers|operators|applications)$/.test(path) ? { name: `made-${names}` } : {};

    it('writes it in more than a dozen places, and is told where it may not', () => {
      expect(new Set(stored).size).toBeGreaterThan(12);
      expect(new Set(refused).size).toBeGreaterThan(0);
    });

    it('shows all of it to every role as the text it is, and lets each do what it holds and nothing else', async () => {
      const wrong = await Promise.all(
        (['owner', 'admin', 'auditor'] as const).map(async (role) => {
          const token = await tokenOf(role);
          const held = (await as(token, 'GET', '/operators/me')).permissions as string[];
          return visit(browser, english, async (page, complaints) => {
            const dialogs: string[] = [];
            page.on('dialog', (dialog) => {
              dialogs.push(dialog.message());
              void dialog.dismiss();
            });
            const hits: string[] = [];
            const admin = await AdminPage.open(page, world.url, token);
            const presses = role === 'owner';
            const look = async () => void hits.push(...(await hitsOn(page)));
            const { pages, acts, dialogs: opened } = await crawl(admin, look, { presses });
            const mistaken = acts.filter(({ permission, enabled }) => enabled !== held.includes(permission));
            expect(pages.length).toBeGreaterThan(10);
            expect(acts.length).toBeGreaterThan(10);
            const ending = opened.filter(({ ends }) => ends);
            const endings = presses ? ['Revoke 1…', 'End 1 grant…', 'Erase…'] : [];
            expect(ending.map(({ button }) => button)).toEqual(expect.arrayContaining(endings));
            const countless = ending.filter(({ text }) => !/\d/.test(text));
            return { role, mistaken, hits, dialogs, complaints, countless };
          });
        }),
      );
      const nothing = { mistaken: [], hits: [], dialogs: [], complaints: [], countless: [] };
      expect(wrong).toEqual(['owner', 'admin', 'auditor'].map((role) => ({ role, ...nothing })));
    });

    it('shows people nothing else either', async () => {
      await visit(browser, english, async (page, complaints) => {
        await page.goto(`${world.url}/consent/demo/in-client`);
        expect(await hitsOn(page)).toEqual([]);
        for (const start of ['/me/sign-in', '/consent/demo']) {
          await page.goto(`${world.url}${start}`);
          await page.goto(`${page.url()}&as=mallory&auto=agree`);
          await page.getByRole('main').waitFor();
          expect(await hitsOn(page)).toEqual([]);
          expect(await page.getByRole('main').or(page.getByRole('contentinfo')).allInnerTexts()).toEqual(
            expect.arrayContaining([expect.stringContaining('<img')]),
          );
        }
        await page.goto(`${world.url}/me`);
        const [usage] = await page
          .locator('a[href*="/usage"]')
          .evaluateAll((all) => all.map((each) => (each as { href?: string }).href));
        if (usage) await page.goto(usage);
        expect(await hitsOn(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
    });

    it('shows nothing else in Swagger UI', async () => {
      await visit(browser, english, async (page, complaints) => {
        const swagger = new SwaggerPage(page);
        await swagger.open(`${world.url}/docs`);
        await swagger.authorise('operator', [OPERATOR_TOKEN]);
        for (const [tag, operation] of [
          ['Grants', 'listGrants'],
          ['Audit', 'listAuditEvents'],
          ['Callers', 'listCallers'],
        ] as const) {
          expect((await swagger.execute(tag, operation)).status).toBe('200');
          expect(await hitsOn(page)).toEqual([]);
        }
        expect(complaints).toEqual([]);
      });
    });

    async function tokenOf(role: string): Promise<string> {
      const { body } = await world.operator('POST', '/operators', { name: `the-${role}`, role });
      const wanted = { name: script, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
      return String((await world.operator('POST', `/operators/${body.id}/tokens`, wanted)).body.token);
    }
    const as = async (token: string, method: string, path: string) =>
      (await ask(`${world.url}/admin/v1${path}`, { method, headers: { authorization: `Bearer ${token}` } })).body;
  });
});

/** What a script would have left behind, or an element that only markup can make. */
const hitsOn = (page: Page): Promise<string[]> =>
  page.evaluate(`[
    ...(window.__hit === undefined ? [] : ['ran']),
    ...[...document.querySelectorAll('[data-injected], a[href^="javascript:" i], iframe, object, embed')].map(({ outerHTML }) => outerHTML),
  ]`);
