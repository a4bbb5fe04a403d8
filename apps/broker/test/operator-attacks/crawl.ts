import type { Page } from 'playwright-core';
import type { AdminPage } from '../harness/admin-page.js';
import { dialogsOn, type OpenedDialog } from './dialogs.js';

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
  /** Those that buttons of the pages opened; none where they were not pressed. */
  readonly dialogs: OpenedDialog[];
}

/** It is reached by a button, which is no link. */
const REVIEW = 'scopes?review=2026-01-01&recent=true';

/**
 * Opens every page that a link of the admin UI leads to, beginning with the navigation; of the items of one list the first one. `look` sees
 * each of them when it is complete, and each dialog, where buttons are to be pressed.
 */
export async function crawl(admin: AdminPage, look: () => Promise<void>, { presses = false } = {}): Promise<Crawled> {
  const seen = new Set<string>();
  const waiting = ['', REVIEW];
  const crawled: Crawled = { pages: [], acts: [], dialogs: [] };
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const kind = address.replace(/^([\w-]+\/).+/, '$1…');
    if (seen.has(kind)) continue;
    seen.add(kind);
    await admin.go(address);
    await look();
    crawled.pages.push(address);
    crawled.acts.push(...(await actsOn(admin.page)).map((act) => ({ page: address, ...act })));
    waiting.push(...(await admin.links()));
    if (presses) crawled.dialogs.push(...(await dialogsOn(admin, address, look)));
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
