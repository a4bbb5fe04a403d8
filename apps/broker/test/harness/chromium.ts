import axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];

/** For whatever is waited for, on a machine ten times slower than a quiet one. */
const PATIENCE_MS = 60_000;

export function launchChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
  return chromium.launch({ executablePath, args: flags, timeout: PATIENCE_MS });
}

/**
 * A browser profile of its own, of somebody who wants less motion, unless it says otherwise: a mouse that goes down on a dialog that still
 * grows can come up beside the button.
 */
export async function newProfile(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

/** A page in a browser profile of its own, with everything it complained about; that an answer was no success is none. */
export async function visit<T>(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page, complaints: string[]) => Promise<T>,
): Promise<T> {
  const context = await newProfile(browser, options);
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      const aboutStatus = message.text().startsWith('Failed to load resource: the server responded with a status of');
      if (message.type() === 'error' && !aboutStatus) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    return await work(page, complaints);
  } finally {
    await context.close();
  }
}

/** Injected by the debugger, so the page's own policy stays in force while it is checked. */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  await untilStill(page);
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
    // What passes is not described.
    const { violations } = await axe.run({ runOnly: tags, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

export const isWiderThanScreen = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');

/** What is still coming in is neither seen nor checked; what turns for ever is not waited for. */
export const untilStill = (page: Page): Promise<void> =>
  page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
      .map(({ finished }) => finished),
  ).then(() => undefined)`);
