import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { accessibilityFindings, isWiderThanScreen, launchChromium, visit } from './harness/chromium.js';
import { clientBridge, clientUserAgents, type DingTalkClientKind } from './harness/dingtalk-clients.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const pictures = 'test-results/in-client';
const phone = { width: 390, height: 844 };
const scopes = ['Todo.Todo.Write', 'Contact.User.mobile'];
const subset = ['Contact.User.Read', 'Contact.User.mobile', 'Todo.Todo.Write'];

const clients: DingTalkClientKind[] = ['ios', 'android', 'desktop'];

interface Looking {
  readonly locale?: string;
  readonly colorScheme?: 'light' | 'dark';
  readonly version?: string;
  /** Of the bridge; without it the browser only calls itself DingTalk. */
  readonly bridge?: Readonly<Record<string, string>> | undefined;
}

describe('consent inside DingTalk’s client', () => {
  let world: World;
  let browser: Browser;
  let caller: TestCaller;
  beforeAll(async () => {
    world = await startWorld();
    await world.registerDemo({ signIn: true });
    caller = await world.createCaller('todo-sync', [everythingOfDemo]);
    browser = await launchChromium();
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  /** Where somebody is sent who is asked for a part of what the application applied for. */
  async function asked(more: object = {}): Promise<string> {
    const { body } = await ask(`${world.url}/v1/consents`, {
      headers: { authorization: `Bearer ${await caller.accessToken()}` },
      json: { application: 'demo', userId: 'chenxi', scopes, reason: '同步待办', ...more },
    });
    return `${world.url}/consent/demo/in-client?consent=${body.consentId}`;
  }

  async function inside<Result>(
    client: DingTalkClientKind,
    { locale = 'zh-CN', colorScheme = 'light', version = '7.6.15', bridge = {} }: Looking,
    work: (page: Page, complaints: string[]) => Promise<Result>,
  ): Promise<Result> {
    const userAgent = clientUserAgents[client](version);
    return visit(browser, { locale, colorScheme, viewport: phone, userAgent }, async (page, complaints) => {
      await page.clock.install();
      await page.addInitScript({ content: await clientBridge(world.emulator, client, bridge) });
      return work(page, complaints);
    });
  }

  const goOn = (page: Page) => page.locator('#go-on').click();
  const codeOf = (page: Page) => page.locator('footer dd span').first().textContent();

  /** Opens the panel and presses a button of it. */
  async function press(page: Page, decision: string): Promise<void> {
    const [panel] = await Promise.all([page.waitForEvent('popup'), goOn(page)]);
    await panel.getByTestId(`panel-${decision}`).waitFor();
    // As long as a hand takes: what is over sooner was never seen.
    await page.clock.fastForward(1_000);
    await panel.getByTestId(`panel-${decision}`).click();
    await page.waitForURL('**/consent/callback?state=*');
  }

  /** What the person sees; pages of the consent story are judged in `consent-pages.browser.e2e.ts`, each in every look. */
  const picture = (page: Page, name: string) => page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true });
  /** Looks at a page that is nowhere else on every width; leaves it at the phone's. */
  async function look(page: Page, name: string): Promise<void> {
    for (const width of [1280, 320, phone.width]) {
      await page.setViewportSize({ ...phone, width });
      expect({ name, width, wider: await isWiderThanScreen(page) }).toEqual({ name, width, wider: false });
      if (width !== 320) await picture(page, `${name}.${width}`);
    }
    expect({ name, findings: await accessibilityFindings(page) }).toEqual({ name, findings: [] });
  }

  it.each([
    ['ios', 'zhangsan', 'zh-CN', 'light'],
    ['android', 'lisi', 'en', 'dark'],
    ['desktop', 'zhangwei1', 'en', 'light'],
  ] as const)(
    'on %s ends in a grant of exactly the subset and the identity scope',
    async (client, as, locale, colorScheme) => {
      const url = await asked({ userId: as });
      await inside(client, { locale, colorScheme, bridge: { person: as } }, async (page, complaints) => {
        const addresses: string[] = [];
        page.on('request', (request) => addresses.push(request.url()));
        await page.goto(url);
        await look(page, `1-asked.${client}`);
        const [panel] = await Promise.all([page.waitForEvent('popup'), goOn(page)]);
        await panel.getByTestId('panel-agree').waitFor();
        expect(await panel.locator('.points li').count()).toBe(subset.length);
        await picture(panel, `2-panel.${client}`);
        await picture(page, `2-waiting.${client}`);
        await panel.getByTestId('panel-agree').click();
        await page.waitForURL('**/consent/callback?state=*');
        await picture(page, `3-granted.${client}`);
        expect(addresses.filter((address) => /code/i.test(new URL(address).search))).toEqual([]);
        expect(complaints).toEqual([]);
      });
      const { body } = await world.operator('GET', `/grants?userId=${as}`);
      expect(body.items).toMatchObject([{ state: 'active', channel: 'in_client', application: 'demo' }]);
      const [grant] = body.items as { id: string; scopes: string[]; observedAt: string | null }[];
      expect([...(grant?.scopes ?? [])].sort()).toEqual(subset);
      expect(grant?.observedAt).not.toBeNull();
      const { body: trail } = await world.operator('GET', `/audit-events?grantId=${grant?.id}&type=consent.granted`);
      expect(trail.items).toHaveLength(1);
    },
  );

  it.each(clients)('on %s has an ending of its own for everything that openAuth answers', async (client) => {
    const url = await asked();
    const endings = [
      ['refuse', 'consent_rejected'],
      ['close', 'consent_rejected'],
      ['failed', 'in_client_failed'],
      ['to_admin', 'in_client_to_admin'],
    ] as const;
    for (const [decision, code] of endings) {
      await inside(client, { bridge: { person: 'chenxi' } }, async (page, complaints) => {
        await page.goto(url);
        await press(page, decision);
        expect({ decision, code: await codeOf(page) }).toEqual({ decision, code });
        if (client === 'ios') await picture(page, `4-${decision}`);
        expect(complaints).toEqual([]);
      });
    }
    const { body } = await world.operator('GET', '/grants?userId=chenxi');
    expect(body.items).toEqual([]);
  });

  it.each(clients)(
    'on %s takes a client that refuses the call for a failure, and for no refusal of the person’s',
    async (client) => {
      await inside(client, { bridge: { does: 'broken' } }, async (page) => {
        await page.goto(await asked());
        await goOn(page);
        await page.waitForURL('**/consent/callback?state=*');
        expect(await codeOf(page)).toBe('in_client_failed');
      });
    },
  );

  it('goes the same way by hand, in the client that the emulator shows', async () => {
    await visit(browser, { locale: 'zh-CN', viewport: phone }, async (page, complaints) => {
      await page.goto(`${world.emulator.url}/emulator/client`);
      await page.getByTestId('client-address').fill(await asked({ userId: 'zhangwei2' }));
      await page.getByTestId('client-person').selectOption('zhangwei2');
      await look(page, '14-emulator-client');
      await page.getByTestId('open-client').click();
      const [panel] = await Promise.all([page.waitForEvent('popup'), goOn(page)]);
      await panel.getByTestId('panel-agree').click();
      await page.waitForURL('**/consent/callback?state=*');
      await page.getByRole('heading', { name: '授权成功' }).waitFor();
      expect(complaints).toEqual([]);
    });
    const { body } = await world.operator('GET', '/grants?userId=zhangwei2');
    expect(body.items).toMatchObject([{ channel: 'in_client' }]);
  });

  it('offers other ways when no panel comes, and gives up before the page has lapsed', async () => {
    await inside('ios', { bridge: { does: 'silent' } }, async (page) => {
      await page.goto(await asked());
      await goOn(page);
      expect(await page.locator('#no-panel').isVisible()).toBe(false);
      await page.clock.runFor(8_000);
      await page.locator('#no-panel').waitFor();
      await look(page, '5-no-panel');
      await page.clock.runFor(8 * 60_000);
      await page.waitForURL('**/consent/callback?state=*');
      expect(await codeOf(page)).toBe('in_client_failed');
    });
  });

  it('says what DingTalk’s error means where the answer has one', async () => {
    await world.emulator.control('PATCH', '/settings', { openAuthTellsCode: true });
    const { clientId } = seeded;
    const points = seeded.scopes.filter((scope) => scope !== 'Todo.Todo.Write');
    await world.emulator.control('PATCH', `/applications/${clientId}`, { delegatedPoints: points });
    for (const locale of ['zh-CN', 'en']) {
      await inside('android', { locale, bridge: { person: 'chenxi' } }, async (page) => {
        await page.goto(await asked());
        await press(page, 'close');
        expect(await codeOf(page)).toBe('in_client_failed');
        await page.getByText('500104').waitFor();
        await picture(page, `6-error.${locale}`);
      });
    }
    await world.emulator.control('PATCH', `/applications/${clientId}`, { delegatedPoints: seeded.scopes });
    await world.emulator.control('PATCH', '/settings', { openAuthTellsCode: false });
  });

  it.each([
    ['zh-CN', 'light'],
    ['en', 'dark'],
  ] as const)(
    '%s: refuses on the page, starts again, and offers the browser where there is no client',
    async (locale, colorScheme) => {
      const name = (what: string) => `${what}.${locale}`;
      await inside('ios', { locale, colorScheme, bridge: { person: 'chenxi' } }, async (page, complaints) => {
        await page.goto(await asked());
        await page.locator('#not-now').click();
        await page.waitForURL('**/consent/callback?state=*');
        expect(await codeOf(page)).toBe('consent_rejected');
        await picture(page, name('7-not-now'));
        await page.locator('.button.primary').click();
        await page.waitForURL('**/in-client?consent=*');
        await page.goto(`${world.url}/consent/demo/in-client?type=1`);
        expect(await codeOf(page)).toBe('in_client_organisation');
        await picture(page, name('8-organisation'));
        await page.goto(`${world.url}/consent/demo/in-client`);
        await look(page, name('9-asked-by-nobody'));
        expect(complaints).toEqual([]);
      });
      await inside('ios', { locale, colorScheme, version: '6.3.30' }, async (page) => {
        await page.goto(await asked());
        expect(await codeOf(page)).toBe('in_client_too_old');
        await picture(page, name('10-too-old'));
      });
      await visit(browser, { locale, colorScheme, viewport: phone }, async (page) => {
        await page.goto(await asked());
        expect(await codeOf(page)).toBe('in_client_elsewhere');
        await picture(page, name('11-elsewhere'));
        await page.locator('.button.primary').click();
        await page.waitForURL(`${world.emulator.url}/oauth2/auth?*`);
      });
    },
  );

  it('notices a browser that only calls itself DingTalk', async () => {
    const userAgent = clientUserAgents.desktop('7.6.15');
    await visit(browser, { viewport: phone, userAgent }, async (page) => {
      await page.goto(await asked());
      await goOn(page);
      await page.waitForURL('**/consent/callback?state=*');
      expect(await codeOf(page)).toBe('in_client_elsewhere');
    });
  });

  it('lets people refuse and leave without JavaScript', async () => {
    const userAgent = clientUserAgents.ios('7.6.15');
    await visit(browser, { viewport: phone, userAgent, javaScriptEnabled: false }, async (page) => {
      await page.goto(await asked());
      expect(await page.locator('#go-on').isVisible()).toBe(false);
      await picture(page, '12-without-script');
      await page.locator('#not-now').click();
      expect(await codeOf(page)).toBe('consent_rejected');
    });
  });

  it.each([
    ['zh-CN', 'light'],
    ['en', 'dark'],
  ] as const)('%s: explains DingTalk’s errors on a page that fits a phone', async (locale, colorScheme) => {
    await visit(browser, { locale, colorScheme, viewport: phone }, async (page, complaints) => {
      await page.goto(`${world.url}/docs/dingtalk-errors#500104`);
      await look(page, `13-errors.${locale}`);
      expect(complaints).toEqual([]);
    });
  });

  it('is reached by the keyboard in reading order, with a visible focus', async () => {
    await inside('ios', { locale: 'en' }, async (page) => {
      await page.goto(await asked());
      await page.locator('#go-on').waitFor();
      const stops: string[] = [];
      for (let stop = 0; stop < 5; stop += 1) {
        await page.keyboard.press('Tab');
        stops.push(String(await page.evaluate('document.activeElement.textContent')));
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      }
      expect(stops).toEqual(['中文', 'My authorisations', 'Continue in DingTalk', 'Not now', 'Use the browser']);
    });
  });

  it('weighs what a phone can bear', async () => {
    const page = await fetch(`${world.url}/consent/demo/in-client`, {
      headers: { 'user-agent': clientUserAgents.ios('7.6.15') },
    });
    const text = await page.text();
    expect(text.length).toBeLessThan(15_000);
    const [, address = ''] = /src="(\/in-client\/[^"]+)"/.exec(text) ?? [];
    const script = await fetch(world.url + address, { headers: { 'accept-encoding': 'gzip' } });
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(Number(script.headers.get('content-length'))).toBeLessThan(60_000);
  });
});
