import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchChromium, newProfile, untilStill } from '../../apps/broker/test/harness/chromium.js';
import { projectRoot } from './running-command.js';

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
    const browser = await launchChromium();
    const context = await newProfile(browser, {
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: { width: 1440, height: 900 },
    });
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
