import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { AdminPage } from './harness/admin-page.js';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { accessibilityFindings, isWiderThanScreen, launchChromium, untilStill, visit } from './harness/chromium.js';
import { consentAs } from './harness/person.js';
import { until } from './harness/until.js';
import { WebhookReceiver } from './harness/webhook-receiver.js';
import { startWorld, type World } from './harness/world.js';

const pictures = 'test-results/trail';
const looks = [
  [{ locale: 'zh-CN', viewport: { width: 1440, height: 900 }, colorScheme: 'light' }, 'zh-light'],
  [{ locale: 'en-GB', viewport: { width: 1440, height: 900 }, colorScheme: 'dark' }, 'en-dark'],
] as const;

describe('the trail and webhooks in the admin UI', () => {
  let world: World;
  let browser: Browser;
  let receiver: WebhookReceiver;
  let folder: string;
  let anchor: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'broker-trail-'));
    anchor = path.join(folder, 'checkpoints.jsonl');
    receiver = await WebhookReceiver.start();
    world = await startWorld({ env: { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1', AUDIT_CHECKPOINT_FILE: anchor } });
    await world.registerDemo();
    browser = await launchChromium();
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await receiver?.stop();
    await world?.close();
    await rm(folder, { recursive: true });
  });

  async function signIn(page: Page): Promise<void> {
    await page.goto(`${world.url}/admin/`);
    await page.getByLabel(/操作员令牌|Operator token/).fill(OPERATOR_TOKEN);
    await page.keyboard.press('Enter');
    await page.getByRole('navigation').first().waitFor();
  }
  const go = (page: Page, address: string) => page.goto(`${world.url}/admin/${address}`);
  const webhookId = async () => ((await world.operator('GET', '/webhooks')).body.items as { id: string }[])[0]?.id;
  const deliveries = async () =>
    (await world.operator('GET', `/webhooks/${await webhookId()}/deliveries`)).body.items as {
      id: string;
      state: string;
    }[];

  it('make a webhook with its secret shown once, and show what it was sent', async () => {
    await visit(browser, looks[1][0], async (page, complaints) => {
      await signIn(page);
      await go(page, 'webhooks');
      await page.getByRole('button', { name: 'New webhook' }).click();
      await page.getByLabel('Address').fill(receiver.url);
      await page.getByRole('checkbox', { name: 'grant.created' }).check();
      await page.getByRole('button', { name: 'New webhook' }).last().click();
      const secret = await page.getByText(/^whsec_/).innerText();
      await page.screenshot({ path: `${pictures}/webhook-secret-en-dark.png` });
      await page.getByRole('button', { name: /stored it/i }).click();
      await page.getByRole('heading', { name: 'Deliveries' }).waitFor();
      await page.locator('.shown-once').waitFor({ state: 'detached' });
      expect(await page.content()).not.toContain(secret);

      await consentAs(`${world.url}/consent/demo`, { as: 'zhangsan' });
      await until('the receiver was told', async () => receiver.messages.length > 0);
      const [message] = receiver.messages;
      if (message) receiver.verify(message, secret);
      // One that is under way cannot be sent again.
      await until('the answer is known', async () => (await deliveries())[0]?.state === 'delivered');
      await page.reload();
      await page.getByRole('button', { name: /grant\.created/ }).click();
      await page.getByRole('button', { name: 'Send again' }).click();
      await until('it came again', async () => receiver.messages.length === 2);
      expect(complaints).toEqual([]);
    });
  });

  it('verify the trail against published checkpoints, as a job with a page of its own', async () => {
    await visit(browser, looks[1][0], async (page, complaints) => {
      await signIn(page);
      await go(page, 'audit');
      await page.getByRole('button', { name: 'Verify' }).click();
      await page.getByLabel(/Published checkpoints/).setInputFiles(anchor);
      await page.getByText(/The newest checkpoints of 1/).waitFor();
      await page.getByRole('button', { name: 'Verify now' }).click();
      await page.waitForURL(/\/admin\/jobs\/[0-9a-f-]{36}$/);
      await page.getByText('Whole: every record that was looked at').waitFor();
      await page.goBack();
      await page.getByText('Chain whole to').waitFor();
      expect(complaints).toEqual([]);
    });
  });

  it('export a range with its proof, after saying what it holds', async () => {
    await visit(browser, looks[1][0], async (page, complaints) => {
      await signIn(page);
      await go(page, 'audit');
      await page.getByRole('button', { name: 'Export with proof…' }).click();
      await page.getByText('node verify-audit-export.mjs').waitFor();
      await untilStill(page);
      await page.screenshot({ path: `${pictures}/export-en-dark.png` });
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      expect((await download).suggestedFilename()).toMatch(/^audit-.*\.jsonl$/);
      expect(complaints).toEqual([]);
    });
  });

  it.each(looks)('are readable and accessible: %#', async (options, name) => {
    const record = await world.items<{ id: string }>('/audit-events?type=consent.granted');
    const jobs = await world.items<{
      details: { jobId: string };
    }>('/audit-events?type=job.started');
    const webhook = await webhookId();
    const [sent] = await deliveries();
    const addresses = {
      audit: 'audit',
      record: `audit/${record[0]?.id}`,
      job: `jobs/${jobs[0]?.details.jobId}`,
      webhooks: 'webhooks',
      webhook: `webhooks/${webhook}`,
      delivery: `webhooks/${webhook}?open=${sent?.id}`,
    };
    await visit(browser, options, async (page, complaints) => {
      const admin = await AdminPage.open(page, world.url);
      for (const [title, address] of Object.entries(addresses)) {
        await admin.go(address);
        await page.screenshot({ path: `${pictures}/${title}-${name}.png`, fullPage: true });
        expect([title, await accessibilityFindings(page)]).toEqual([title, []]);
        expect([title, await isWiderThanScreen(page)]).toEqual([title, false]);
      }
      expect(complaints).toEqual([]);
    });
  });
});
