import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { OPERATOR_TOKEN } from './harness/broker.js';
import { launchChromium, newProfile } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { SwaggerPage } from './harness/swagger-page.js';
import { until } from './harness/until.js';
import { startWorld, type World } from './harness/world.js';

const pictures = 'test-results/swagger';
const [identity, mobile] = seeded.scopes;
const person = { application: 'demo', userId: 'zhangsan' };

/** The whole life of a grant, told in Swagger UI alone; each step stands on the one before. */
describe('in Swagger UI alone', () => {
  let world: World;
  let browser: Browser;
  let context: BrowserContext;
  let swagger: SwaggerPage;
  const known = { callerId: '', consentUrl: '', grantId: '', handoutId: '', revocationId: '' };

  beforeAll(async () => {
    world = await startWorld();
    await world.emulator.control('PATCH', `/applications/${seeded.clientId}`, {
      redirectUris: [`${world.url}/consent/callback`],
    });
    browser = await launchChromium();
    context = await newProfile(browser, { locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    swagger = new SwaggerPage(await context.newPage());
    await mkdir(pictures, { recursive: true });
    await swagger.open(`${world.url}/docs`);
    await swagger.authorise('operator', [OPERATOR_TOKEN]);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  const picture = (name: string) => swagger.page.screenshot({ path: `${pictures}/${name}.png` });

  it('an operator registers an application', async () => {
    const { clientId, clientSecret, corpId, scopes } = seeded;
    const demo = { name: 'demo', kind: 'internal', clientId, clientSecret, corpId, scopes };
    const { status, body, text } = await swagger.execute('Applications', 'registerApplication', { body: demo });
    expect([status, body.redirectUri]).toEqual(['201', `${world.url}/consent/callback`]);
    expect(text).not.toContain(clientSecret);
    await picture('application');
  });

  it('and a caller, who proves to be it', async () => {
    const entitlement = { application: 'demo', scopes: seeded.scopes, delivery: ['token', 'handle'] };
    const draft = { name: 'todo-sync', authMethod: 'client_secret', entitlements: [entitlement] };
    const { status, body } = await swagger.execute('Callers', 'createCaller', { body: draft });
    expect(status).toBe('201');
    known.callerId = String(body.id);
    await swagger.authorise('caller', [String(body.clientId), String(body.clientSecret)]);
    const issued = await swagger.execute('Access tokens', 'issueAccessToken');
    expect(issued.status).toBe('200');
    await swagger.authorise('caller-token', [String(issued.body.access_token)]);
  });

  it('the caller asks a person, who consents in another tab', async () => {
    const wanted = { ...person, scopes: [identity, mobile], reason: 'to sync your to-dos' };
    const { status, body } = await swagger.execute('Consents', 'createConsent', { body: wanted });
    expect(status).toBe('201');
    const tab = await context.newPage();
    await consent(tab, String(body.consentUrl));
    await tab.screenshot({ path: `${pictures}/consented.png` });
    await tab.close();
    const parameters = { id: String(body.consentId) };
    expect((await swagger.execute('Consents', 'getConsent', { parameters })).body.state).toBe('granted');
  });

  it('the operator sees the grant', async () => {
    const { body } = await swagger.execute('Grants', 'listGrants', { parameters: { userId: 'zhangsan' } });
    const [grant] = body.items as { id: string; state: string }[];
    expect(grant).toMatchObject({ application: 'demo', userId: 'zhangsan', state: 'active' });
    known.grantId = String(grant?.id);
    const parameters = { id: known.grantId };
    expect((await swagger.execute('Grants', 'getGrant', { parameters })).body).toMatchObject({ channel: 'browser' });
    await picture('grant');
  });

  it('the caller takes a token', async () => {
    const wanted = { ...person, scopes: [mobile], purpose: 'sync to-dos' };
    const { status, body } = await swagger.execute('Tokens', 'issueToken', { body: wanted });
    expect([status, body.grantId]).toEqual(['200', known.grantId]);
    known.handoutId = String(body.handoutId);
  });

  it('the operator narrows what the caller may ask, and it is refused from then on', async () => {
    const entitlements = [{ application: 'demo', scopes: [identity], delivery: ['handle'] }];
    const parameters = { id: known.callerId };
    const change = await swagger.execute('Callers', 'changeCaller', { parameters, body: { entitlements } });
    expect(change.status).toBe('200');
    const wanted = { ...person, scopes: [mobile] };
    const { status, body } = await swagger.execute('Tokens', 'issueToken', { body: wanted });
    expect([status, body.code]).toEqual(['403', 'forbidden_by_policy']);
    await picture('refused');
  });

  it('finds the hand-out in the trail, with why it was', async () => {
    const parameters = { grantId: known.grantId, type: 'token.handed_out' };
    const { body } = await swagger.execute('Audit', 'listAuditEvents', { parameters });
    expect(body.items).toMatchObject([
      { handoutId: known.handoutId, purpose: 'sync to-dos', callerId: known.callerId },
    ]);
  });

  it('ends the grant, with a receipt of what is still live', async () => {
    const { status, body } = await swagger.execute('Grants', 'revokeGrant', {
      parameters: { id: known.grantId },
      body: { reason: 'leaked laptop, INC-231' },
    });
    expect([status, body.grantId]).toEqual(['200', known.grantId]);
    expect(body.liveHandouts).toMatchObject([{ handoutId: known.handoutId, delivery: 'token' }]);
    const kept = await swagger.execute('Revocations', 'getRevocation', {
      parameters: { id: String(body.revocationId) },
    });
    expect(kept.body).toMatchObject({ reason: 'leaked laptop, INC-231' });
    await picture('receipt');
  });

  it('takes the trail home with its proof', async () => {
    const hour = { from: new Date(Date.now() - 3_600_000).toISOString(), to: new Date().toISOString() };
    expect((await swagger.execute('Audit', 'exportAuditEvents', { parameters: hour })).status).toBe('200');
    const operation = await swagger.operation('Audit', 'exportAuditEvents');
    const [download] = await Promise.all([
      swagger.page.waitForEvent('download'),
      operation.getByRole('link', { name: /Download/ }).click(),
    ]);
    const file = await download.path();
    expect(await readFile(file, 'utf8')).toContain(known.handoutId);
    const { stdout } = await promisify(execFile)(process.execPath, ['commands/verify-audit-export.mjs', file]);
    expect(stdout).toMatch(/\nok\n$/);
  });

  it('and has it verified as a job', async () => {
    const { status, body } = await swagger.execute('Audit', 'verifyAudit');
    expect(status).toBe('202');
    const parameters = { id: String(body.id) };
    const state = async () => (await swagger.execute('Jobs', 'getJob', { parameters })).body;
    await until('the trail is verified', async () => (await state()).state === 'done');
    const { result } = await state();
    expect(result).toMatchObject({ ok: true, findings: [] });
    await picture('verified');
  });

  it('each operation leads to the page that shows the same', async () => {
    const operation = await swagger.operation('Grants', 'getGrant');
    const link = operation.getByRole('link', { name: 'Grants in the admin UI' });
    expect(await link.getAttribute('href')).toBe('/admin/grants');
  });
});

async function consent(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('person-zhangsan').click();
  const organisation = page.getByTestId(`org-${seeded.corpId}`);
  await page.getByTestId('agree').or(organisation).waitFor();
  if (await organisation.isVisible()) await organisation.click();
  await page.getByTestId('agree').click();
  await page.getByRole('heading', { name: 'Authorised' }).waitFor();
}
