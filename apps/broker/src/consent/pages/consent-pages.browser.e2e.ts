import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityFindings, isWiderThanScreen, launchChromium, visit } from '../../../test/harness/chromium.js';
import { pagePolicy } from '../../pages/page-document.js';
import { httpStatusOf } from './consent-page.model.js';
import { renderConsentPage } from './render-consent-page.js';
import { samplePages } from './sample-pages.js';

const pictures = 'test-results/consent-pages';
const nonce = 'n0nce';

let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const model = samplePages[url.pathname.slice(1)];
    const language = url.searchParams.get('lang') === 'en' ? 'en' : 'zh';
    if (!model) return void response.writeHead(404).end();
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(nonce, 'none'),
    };
    response.writeHead(httpStatusOf(model.code), headers).end(renderConsentPage(model, language, nonce));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
  await mkdir(pictures, { recursive: true });
});

afterAll(async () => {
  await browser?.close();
  await new Promise((closed) => server.close(closed));
});

const open = <T>(options: BrowserContextOptions, work: (page: Page, complaints: string[]) => Promise<T>): Promise<T> =>
  visit(browser, options, work);

describe.each([
  ['zh', 'light'],
  ['en', 'dark'],
] as const)('consent pages in a browser, %s', (language, judged) => {
  it('are no wider than the phone, and nothing complains or is hard to reach, light and dark', async () => {
    await open({ viewport: { width: 390, height: 844 } }, async (page, complaints) => {
      for (const name of Object.keys(samplePages)) {
        await page.goto(`${origin}/${name}?lang=${language}`);
        // What a theme is made of are colours alone: words are measured once, and each theme is judged in one language.
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${pictures}/${name}.${language}.${colorScheme}.390.png`, fullPage: true });
          if (colorScheme !== judged) continue;
          expect({ name, findings: await accessibilityFindings(page) }).toEqual({ name, findings: [] });
        }
        for (const width of [1280, 320, 390]) {
          await page.setViewportSize({ width, height: 844 });
          expect({ name, width, wider: await isWiderThanScreen(page) }).toEqual({ name, width, wider: false });
          if (width !== 1280) continue;
          await page.screenshot({ path: `${pictures}/${name}.${language}.dark.1280.png`, fullPage: true });
        }
      }
      expect(complaints).toEqual([]);
    });
  });
});

describe('a consent page', () => {
  it('copies its reference and says so', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    await open({ permissions }, async (page) => {
      await page.goto(`${origin}/identity_unavailable?lang=en`);
      await page.locator('.button.primary').click();
      await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe('7f3a-91c2');
    });
  });

  it('has no button that does nothing when there is no JavaScript', async () => {
    await open({ javaScriptEnabled: false }, async (page) => {
      await page.goto(`${origin}/application_misconfigured`);
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.getByText('7f3a-91c2').isVisible()).toBe(true);
    });
  });

  it('is a tab stop for each of its acts, in reading order, with a visible focus', async () => {
    await open({}, async (page) => {
      await page.goto(`${origin}/consent_rejected?lang=en`);
      const stops: string[] = [];
      for (let stop = 0; stop < 5; stop++) {
        await page.keyboard.press('Tab');
        stops.push(String(await page.evaluate('document.activeElement.textContent')));
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
      }
      expect(stops).toEqual(['中文', 'Authorise', 'Back to 排班服务', 'Switch account', 'Copy']);
    });
  });
});
