import type { Page } from 'playwright-core';
import { untilStill } from '../harness/chromium.js';

/** What a page of the admin UI offers: a button that does something, and whether it can be pressed. */
interface Act {
  readonly page: string;
  readonly permission: string;
  readonly name: string;
  readonly enabled: boolean;
}

export interface Crawled {
  readonly pages: string[];
  readonly acts: Act[];
}

/**
 * Opens every page that a link of the admin UI leads to, beginning with the navigation; of the items of one list the first one. `look` sees
 * each of them when it is complete.
 */
export async function crawl(page: Page, origin: string, look: (page: Page) => Promise<void>): Promise<Crawled> {
  const seen = new Set<string>();
  const waiting = ['/admin/'];
  const crawled: Crawled = { pages: [], acts: [] };
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const kind = address.replace(/(\/admin\/[\w-]+\/).+/, '$1…');
    if (seen.has(kind)) continue;
    seen.add(kind);
    await page.goto(`${origin}${address}`);
    await page.locator('main h1').first().waitFor();
    await page.waitForLoadState('networkidle');
    await untilStill(page);
    await look(page);
    crawled.pages.push(address);
    crawled.acts.push(...(await actsOn(page)).map((act) => ({ page: address, ...act })));
    waiting.push(...(await linksOn(page, origin)));
  }
  return crawled;
}

const actsOn = (page: Page): Promise<Omit<Act, 'page'>[]> =>
  page.locator('[data-permission]').evaluateAll((buttons) =>
    buttons.map((button) => ({
      permission: button.getAttribute('data-permission') ?? '',
      name: button.textContent ?? '',
      enabled: button.getAttribute('aria-disabled') !== 'true' && !button.hasAttribute('disabled'),
    })),
  );

/** Without what filters and history add to an address. */
async function linksOn(page: Page, origin: string): Promise<string[]> {
  const links = await page
    .locator('a[href]')
    .evaluateAll((all) => all.map((link) => (link as { href?: string }).href ?? ''));
  const addresses = links
    .filter((href) => URL.canParse(href) && new URL(href).origin === origin)
    .map((href) => new URL(href).pathname)
    .filter((path) => /^\/admin\/(?!v1\/|sign-in|assets\/)/.test(path));
  return [...new Set(addresses)];
}
