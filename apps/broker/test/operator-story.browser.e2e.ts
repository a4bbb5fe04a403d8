import { execFile } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { accessibilityFindings, launchChromium, newProfile } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { until } from './harness/until.js';
import { startWorld, type World } from './harness/world.js';

const pictures = 'test-results/operator-story';
const scope = 'Contact.User.Read';
const unused = 'Todo.PersonalTodo.Write';

/** An operator's first day in the admin UI alone; each step stands on the one before. */
describe('an operator, in the admin UI alone,', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  const service = { id: '', secret: '' };

  beforeAll(async () => {
    world = await startWorld();
    browser = await launchChromium();
    const context = await newProfile(browser, { locale: 'en-GB', timezoneId: 'Asia/Shanghai' });
    page = await context.newPage();
    await rm(pictures, { recursive: true, force: true });
    await mkdir(pictures, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const press = (name: string | RegExp) => page.getByRole('button', { name }).last().click();
  const open = (name: string) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
  const looked = async (name: string) => {
    await page.screenshot({ path: `${pictures}/${name}.png` });
    expect(await accessibilityFindings(page)).toEqual([]);
  };

  it('signs in', async () => {
    await page.goto(`${world.url}/admin/`);
    await page.getByLabel('Operator token').fill(OPERATOR_TOKEN);
    await press('Use the token');
    await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  });

  it('registers an application, which is checked at DingTalk first', async () => {
    await open('Applications');
    await page.getByRole('button', { name: 'Register an application' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('demo');
    await page.getByLabel(/corpId/).fill(seeded.corpId);
    await page.getByLabel('Client ID').fill(seeded.clientId);
    await page.getByLabel('Client Secret').fill(seeded.clientSecret);
    await page.getByLabel('Declared points').fill(`${seeded.scopes.join(' ')} `);
    await page.keyboard.press('Tab');
    await press('Check');
    await page.getByRole('button', { name: /^Save/ }).waitFor();
    await looked('application-checked');
    await press(/^Save/);
    await page.getByText('demo is registered').waitFor();
  });

  it('creates a caller, and is shown its secret this once', async () => {
    await open('Callers');
    await page.getByRole('button', { name: 'New caller' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('todo-sync');
    for (const [index, name] of [scope, unused].entries()) {
      await press('Add an entitlement');
      const entitlement = page.getByRole('group', { name: `Entitlement ${index + 1}` });
      await entitlement.getByRole('combobox', { name: 'Scopes' }).fill(name);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Escape');
      await entitlement.getByRole('checkbox', { name: 'token', exact: true }).uncheck();
      await entitlement.getByRole('checkbox', { name: 'handle', exact: true }).check();
    }
    await looked('caller-new');
    await press('New caller');
    await page.getByText('Secret of todo-sync').waitFor();
    service.id = (await page.locator('dl code').first().textContent()) ?? '';
    service.secret = (await page.locator('.shown-once code').textContent()) ?? '';
    await press('I have stored it');
    await page.getByRole('heading', { name: 'todo-sync' }).waitFor();
    await page.locator('.shown-once').waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(service.secret);
  });

  it('sees the person’s consent and the hand-out on the grant’s timeline', async () => {
    const person = await newProfile(browser, { locale: 'zh-CN' });
    const at = await person.newPage();
    await at.goto(`${world.url}/consent/demo`);
    await at.getByTestId('person-zhangsan').click();
    await at.getByTestId('agree').click();
    await at.getByRole('heading', { name: '授权成功' }).waitFor();
    await person.close();
    const { body: access } = await ask<{ access_token: string }>(`${world.url}/oauth2/token`, {
      headers: { authorization: `Basic ${Buffer.from(`${service.id}:${service.secret}`).toString('base64')}` },
      form: { grant_type: 'client_credentials' },
    });
    const handedOut = await ask(`${world.url}/v1/handles`, {
      headers: { authorization: `Bearer ${access.access_token}` },
      json: { application: 'demo', userId: 'zhangsan', scopes: [scope], purpose: 'sync to-dos' },
    });
    expect(handedOut.status).toBe(200);

    await open('Grants');
    await page.getByRole('link', { name: '张三' }).click();
    await page.getByText('todo-sync took a handle “sync to-dos”').waitFor();
    await page.getByText(/^consented, /).waitFor();
    await looked('grant');
  });

  it('takes an entitlement back that nobody used, after seeing what that changes', async () => {
    await open('Callers');
    await page.getByRole('link', { name: 'todo-sync' }).click();
    await press('Edit entitlements');
    await press('Remove entitlement 2');
    await page.getByText('2 · − demo').waitFor();
    await page.getByText('0 hand-outs would have been refused').waitFor();
    await looked('entitlements-unsaved');
    await press('Save');
    await page.getByRole('button', { name: 'Edit entitlements' }).waitFor();
    await page.getByText(unused).first().waitFor({ state: 'detached' });
  });

  it('sees that the secret is in use, who changed what, and the way back', async () => {
    await page.getByRole('tab', { name: 'Credentials' }).click();
    await page.getByRole('cell', { name: /ago$/ }).nth(1).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await press('Restore version 1');
    await page.getByText(`2 · + demo ${unused}`).waitFor();
    await page.getByText('0 hand-outs would have been refused').waitFor();
    await looked('restore');
    await page.getByLabel(/^Reason/).fill('needed after all');
    await press('Restore version 1');
    await page.getByText('needed after all').waitFor();
  });

  it('registers what the assistant can ask of the service, and is told that it would be refused', async () => {
    await open('Applications');
    await page.getByRole('link', { name: 'demo', exact: true }).click();
    await press('Register an ability');
    const abilities = page.getByRole('region', { name: 'AI plugins: abilities' });
    await abilities.getByLabel('Ability key').fill('addCustomer');
    const offered = page.locator('.ant-select-item-option');
    await abilities.getByRole('combobox', { name: 'Service' }).fill('todo');
    await offered.getByText('todo-sync').click();
    // Found by a part of its name in words.
    await abilities.getByRole('combobox', { name: 'What it needs of the person' }).fill('mobile number');
    await offered.getByText('Read your mobile number').click();
    await page.keyboard.press('Escape');
    await abilities.getByLabel('Address').fill('https://crm.example.com/abilities/add-customer');
    await abilities.getByRole('button', { name: 'Save' }).click();
    await abilities.getByText('addCustomer is saved, but its calls would be refused').waitFor();
    await abilities.getByText('Contact.User.mobile').waitFor();
    await looked('abilities');
    await abilities.getByRole('button', { name: 'Remove addCustomer' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove addCustomer' }).click();
    await abilities.getByText('No ability yet.').waitFor();
  });

  it('takes it for good through the review of access, where it stands chosen, with one press', async () => {
    await open('Scopes');
    await press('Start review');
    await page.getByRole('checkbox', { name: 'Also what was given since then' }).check();
    const line = (name: string) => page.getByRole('row').filter({ hasText: name });
    // What was used is counted from the trail within seconds.
    await until('only what was never used is left', async () => {
      await press('Refresh');
      return (await line(scope).count()) === 0 && (await line(unused).count()) === 1;
    });
    await press('Narrow 1…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Reason/).fill('never used');
    await looked('narrow');
    await dialog.getByRole('button', { name: 'Narrow 1', exact: true }).click();
    await page.getByText('1 entitlement is taken.').waitFor();
    await line(unused).waitFor({ state: 'detached' });
  });

  it('revokes the grant and keeps the receipt', async () => {
    await open('Grants');
    await page.getByRole('link', { name: '张三' }).click();
    await press('Revoke…');
    await page.getByLabel(/^Reason/).fill('leaked laptop, INC-231');
    await press('Revoke 1 grant');
    await page.getByRole('dialog').getByText('1 grant revoked').waitFor();
    await looked('receipt');
    await page.getByRole('link', { name: 'Open the receipt' }).click();
    const download = page.waitForEvent('download');
    await press('Download JSON');
    const receipt = JSON.parse(await readFile(await (await download).path(), 'utf8'));
    expect(receipt).toMatchObject({ reason: 'leaked laptop, INC-231', application: 'demo', userId: 'zhangsan' });
  });

  it('finds all of it in the audit trail', async () => {
    await open('Audit');
    for (const act of [
      'Registered an application',
      'Created a caller',
      'Consented',
      'Took a handle',
      'Changed a caller',
      'Restored a caller',
      'Registered an ability',
      'Removed an ability',
      'Narrowed a caller',
      'Revoked a grant',
    ]) {
      await page.getByRole('row').filter({ hasText: act }).first().waitFor();
    }
    await looked('audit');
  });

  it('exports it with its proof, which holds without the broker', async () => {
    await press('Export with proof…');
    await page.getByText('node verify-audit-export.mjs').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const file = await (await download).path();
    const { stdout } = await promisify(execFile)(process.execPath, ['commands/verify-audit-export.mjs', file]);
    expect(stdout).toMatch(/\nok\n$/);
  });

  it('has the whole trail verified, by a job that says so', async () => {
    await open('Audit');
    await press('Verify');
    await press('Verify now');
    await page.waitForURL(/\/admin\/jobs\/[0-9a-f-]{36}$/);
    await page.getByText('Whole: every record that was looked at').waitFor();
    await looked('verified');
  });
});
