import type { Locator, Page } from 'playwright-core';
import type { AdminPage } from '../harness/admin-page.js';
import { until } from '../harness/until.js';

/** What a button opened. */
export interface OpenedDialog {
  readonly page: string;
  readonly button: string;
  /** Whether something ends by it. */
  readonly ends: boolean;
  readonly text: string;
}

/** By the habit of the admin UI whatever only opens something ends in these; an audit record opens at the end of its line. */
const openersOn = (page: Page): Locator =>
  page.locator('main button').filter({ hasText: /…$/ }).or(page.locator('main button.record-link').first());

/**
 * Presses what opens a dialog, a drawer or a form on the page, one after the other, and leaves each again. Of what is chosen from a list the first one is
 * chosen. Nothing that would change anything gets to the broker.
 */
export async function dialogsOn(admin: AdminPage, address: string, look: () => Promise<void>): Promise<OpenedDialog[]> {
  const { page } = admin;
  await page.route(/\/admin\/v1\//, (route) => {
    const changes = route.request().method() !== 'GET' && !route.request().url().endsWith('/preview');
    return changes ? route.abort() : route.continue();
  });
  const first = page.locator('main tbody input[type=checkbox]:not(:disabled)').first();
  if ((await first.count()) > 0 && !(await first.isChecked())) await first.check();
  const opened: OpenedDialog[] = [];
  for (const name of new Set(await openersOn(page).allInnerTexts())) {
    const button = openersOn(page).filter({ hasText: name }).first();
    if ((await button.getAttribute('aria-disabled')) === 'true' || (await button.isDisabled())) continue;
    opened.push({ page: address, button: name, ...(await dialogBehind(admin, button, name, look)) });
  }
  await page.unrouteAll();
  return opened;
}

async function dialogBehind(
  admin: AdminPage,
  button: Locator,
  name: string,
  look: () => Promise<void>,
): Promise<Pick<OpenedDialog, 'ends' | 'text'>> {
  const { page } = admin;
  const forms = await page.locator('main form').count();
  const dialog = page.getByRole('dialog');
  await button.click();
  await until(
    `${name} opens something`,
    async () => (await dialog.count()) > 0 || (await page.locator('main form').count()) > forms,
  );
  await admin.settled();
  await look();
  const isDialog = (await dialog.count()) > 0;
  const ends = isDialog && (await dialog.locator('.ant-btn-primary.ant-btn-dangerous').count()) > 0;
  const text = isDialog ? await dialog.first().innerText() : '';
  if (isDialog) {
    await page.keyboard.press('Escape');
    await dialog.first().waitFor({ state: 'detached' });
  }
  return { ends, text };
}
