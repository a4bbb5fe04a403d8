import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { projectRoot } from './running-command.js';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'];

/** For whatever is waited for, on a machine ten times slower than a quiet one. */
const PATIENCE_MS = 60_000;

/** A person's Chromium in China, with a picture of every step and everything a page complained about. */
export class StoryBrowser {
  readonly complaints: string[] = [];
  #steps = 0;

  private constructor(
    private readonly browser: Browser,
    private readonly context: BrowserContext,
    private readonly pictures: string,
  ) {}

  static async open(story: string): Promise<StoryBrowser> {
    const pictures = path.join(projectRoot, 'test-results', story);
    rmSync(pictures, { recursive: true, force: true });
    mkdirSync(pictures, { recursive: true });
    const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
    const browser = await chromium.launch({ executablePath, args: flags, timeout: PATIENCE_MS });
    const context = await browser.newContext({
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
    });
    context.setDefaultTimeout(PATIENCE_MS);
    return new StoryBrowser(browser, context, pictures);
  }

  async newPage(): Promise<Page> {
    const page = await this.context.newPage();
    page.on('console', (message) => {
      if (message.type() !== 'error' && message.type() !== 'warning') return;
      this.complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(`${page.url()}: ${error.message}`));
    return page;
  }

  /** Keeps what the person sees now, numbered in the order of the story. */
  async picture(page: Page, name: string): Promise<void> {
    this.#steps += 1;
    const file = `${String(this.#steps).padStart(2, '0')}-${name}.png`;
    await untilStill(page);
    await page.screenshot({ path: path.join(this.pictures, file) });
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** A dialog that is still coming in is neither seen nor checked; what turns for ever is not waited for. */
const untilStill = (page: Page): Promise<void> =>
  page.evaluate(`Promise.allSettled(
    document.getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime))
      .map(({ finished }) => finished),
  ).then(() => undefined)`);

/** Injected by the debugger, so that the page's own policy stays in force while it is checked. */
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
