import type { Page, Request } from 'playwright-core';
import { OPERATOR_TOKEN } from './broker.js';
import { untilStill } from './chromium.js';
import { until } from './until.js';

/** Nothing is there, nothing is asked for, and no page looks like it. */
const NOWHERE = 'nowhere';

/** The admin UI in a browser page, gone through as its own links do it: what is there already is not fetched again. */
export class AdminPage {
  private readonly underWay = new Set<Request>();

  private constructor(
    readonly page: Page,
    private readonly brokerUrl: string,
  ) {
    page.on('request', (request) => this.underWay.add(request));
    page.on('requestfinished', (request) => this.underWay.delete(request));
    page.on('requestfailed', (request) => this.underWay.delete(request));
  }

  /** Signed in with a token, at the overview. */
  static async open(page: Page, brokerUrl: string, token = OPERATOR_TOKEN): Promise<AdminPage> {
    const opened = new AdminPage(page, brokerUrl);
    await page.addInitScript(`sessionStorage.setItem('broker.operator-token', ${JSON.stringify(token)})`);
    await page.goto(`${brokerUrl}/admin/`);
    await opened.settled();
    return opened;
  }

  /** To an address below `/admin/`; by way of nowhere, so that what is seen there is not what was seen before. */
  async go(address: string): Promise<void> {
    await this.push(NOWHERE);
    const nothing = this.page.locator('main > .empty:not([role]) > h1');
    await nothing.waitFor();
    if (address !== NOWHERE) {
      await this.push(address);
      await nothing.waitFor({ state: 'detached' });
    }
    await this.settled();
  }

  /** Shown whole: nothing is on its way, drawn in the meantime, or still coming in. */
  async settled(): Promise<void> {
    await this.page.locator('main h1').first().waitFor();
    let quiet = 0;
    await until(`${this.page.url()} is shown whole`, async () => {
      const isDrawn = await this.page.evaluate(drawn);
      quiet = isDrawn && this.underWay.size === 0 ? quiet + 1 : 0;
      return quiet === 2;
    });
    await untilStill(this.page);
  }

  /** Links of what is shown to other pages of the admin UI, below `/admin/`, without filters. */
  async links(within = ''): Promise<string[]> {
    const links = await this.page
      .locator(`${within} a[href]`)
      .evaluateAll((all) => all.map((link) => (link as { href?: string }).href ?? ''));
    const addresses = links
      .filter((href) => URL.canParse(href) && new URL(href).origin === this.brokerUrl)
      .map((href) => new URL(href).pathname)
      .filter((path) => /^\/admin\/(?!v1\/|sign-in|assets\/)/.test(path));
    return [...new Set(addresses)].map((path) => path.slice('/admin/'.length));
  }

  private push(address: string): Promise<void> {
    return this.page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/admin/${address}`)})`);
  }
}

/** Two frames on, whether nothing says that it is loading. */
const drawn = `new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(frame)))
  .then(() => document.querySelector('.loading-rows, .refetch-bar.on, .ant-btn-loading') === null)`;
