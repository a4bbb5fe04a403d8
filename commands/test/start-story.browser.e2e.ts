import contact from '@alicloud/dingtalk/dist/contact_1_0/client.js';
import todo from '@alicloud/dingtalk/dist/todo_1_0/client.js';
import * as openApi from '@alicloud/openapi-client';
import * as teaUtil from '@alicloud/tea-util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { accessibilityFindings } from '../../apps/broker/test/harness/chromium.js';
import { SwaggerPage } from '../../apps/broker/test/harness/swagger-page.js';
import { paste } from './printed-request.js';
import { type Banner, newPlace, type Place, StartedProduct } from './started-product.js';
import { StoryBrowser } from './story-browser.js';

/** The first ten minutes with the product, told by its banner alone; each step stands on the one before. */
describe('what npm start prints', () => {
  let place: Place;
  let product: StartedProduct;
  let banner: Banner;
  let browser: StoryBrowser;

  beforeAll(async () => {
    place = await newPlace();
    product = await StartedProduct.start(place, ['npm', 'start']);
    banner = product.banner;
    browser = await StoryBrowser.open('start-story');
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    place?.remove();
  });

  it('is a request that says where the person consents, as long as nobody has', async () => {
    const answer = await paste(banner.request);
    expect(answer).toMatchObject({ code: 'consent_required', reason: 'no_grant' });
    expect(answer.consentUrl).toContain(banner.consentUrl);
  });

  it('is a link that leads a person through DingTalk to the success page', async () => {
    const page = await browser.newPage();
    await page.goto(banner.consentUrl);
    await browser.picture(page, 'login');
    await page.getByTestId('person-zhangsan').click();
    await page.getByTestId('agree').or(page.getByTestId('org-dinghangzhou0001')).waitFor();
    if (await page.getByTestId('org-dinghangzhou0001').isVisible()) {
      await browser.picture(page, 'organisation');
      await page.getByTestId('org-dinghangzhou0001').click();
    }
    await page.getByTestId('agree').waitFor();
    await browser.picture(page, 'consent');
    await page.getByTestId('agree').click();
    await page.getByRole('heading', { name: '授权成功' }).waitFor();
    await browser.picture(page, 'success');
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.close();
  });

  it('is a request that answers with a token, which DingTalk’s own SDK reads the profile and writes a to-do with', async () => {
    const { accessToken: xAcsDingtalkAccessToken = '', userId } = await paste(banner.request);
    expect(userId).toBe('zhangsan');

    const { host } = new URL(banner.emulatorUrl);
    const config = () => new openApi.Config({ protocol: 'http', regionId: 'central', endpoint: host });
    const runtime = new teaUtil.RuntimeOptions({ connectTimeout: 60_000, readTimeout: 60_000 });
    const profile = await new contact.default(config()).getUserWithOptions(
      'me',
      new contact.GetUserHeaders({ xAcsDingtalkAccessToken }),
      runtime,
    );
    expect(profile.body).toMatchObject({ nick: '张三' });
    await new todo.default(config()).createPersonalTodoTaskWithOptions(
      new todo.CreatePersonalTodoTaskRequest({ subject: '写周报' }),
      new todo.CreatePersonalTodoTaskHeaders({ xAcsDingtalkAccessToken }),
      runtime,
    );
    const todos = await fetch(new URL('/emulator/api/todos?person=zhangsan', banner.emulatorUrl), {
      signal: AbortSignal.timeout(60_000),
    });
    expect(await todos.text()).toContain('写周报');
  });

  it('is a page on which the person finds what they granted, and who used it', async () => {
    const page = await browser.newPage();
    await page.goto(banner.meUrl);
    await page.getByRole('link', { name: '用钉钉登录' }).click();
    await page.getByTestId('agree').or(page.getByTestId('person-zhangsan')).waitFor();
    if (await page.getByTestId('person-zhangsan').isVisible()) await page.getByTestId('person-zhangsan').click();
    await page.getByTestId('agree').click();
    await page.getByRole('heading', { name: '我的授权', level: 1 }).waitFor();
    const grant = page.getByRole('region', { name: '人事助手' });
    expect(await grant.textContent()).toMatch(/有效[\s\S]*demo-caller (刚刚|\d+ 分钟前)用过/);
    await browser.picture(page, 'my-grants');
    expect(await accessibilityFindings(page)).toEqual([]);
    await page.close();
  });

  describe('is a Swagger UI', () => {
    let docs: SwaggerPage;
    beforeAll(async () => {
      docs = new SwaggerPage(await browser.newPage());
      await docs.open(banner.docsUrl);
    });

    it('in which an operator authorises with the printed token and lists the grant', async () => {
      await browser.picture(docs.page, 'swagger');
      await docs.authorise('operator', [banner.operatorToken]);
      const { status, body } = await docs.execute('Grants', 'listGrants');
      expect(status).toBe('200');
      expect(body).toMatchObject({ items: [{ application: 'demo', userId: 'zhangsan', state: 'active' }] });
      await browser.picture(docs.page, 'swagger-grants');
    });

    it('in which a caller gets an access token and, by the example as it stands, the person’s token', async () => {
      await docs.authorise('caller', banner.callerCredentials);
      const { status, body } = await docs.execute('Access tokens', 'issueAccessToken');
      expect(status).toBe('200');
      await docs.authorise('caller-token', [String(body.access_token)]);
      const answer = await docs.execute('Tokens', 'issueToken');
      expect(answer).toMatchObject({ status: '200', body: { application: 'demo', userId: 'zhangsan' } });
      await browser.picture(docs.page, 'swagger-token');
    });

    it.each([
      ['Applications', 'registerApplication', { name: 'visitors' }],
      ['Callers', 'createCaller', { clientId: expect.stringContaining('todo-sync') }],
    ])('in which the example of %s %s is accepted as it stands', async (tag, operationId, expected) => {
      expect(await docs.execute(tag, operationId)).toMatchObject({ status: '201', body: expected });
    });

    it('in which a search of the audit trail finds what happened without anything filled in', async () => {
      const { status, body } = await docs.execute('Audit', 'listAuditEvents');
      expect(status).toBe('200');
      expect(JSON.stringify(body)).toContain('token.handed_out');
    });
  });

  describe('is an admin UI', () => {
    let page: Page;
    beforeAll(async () => {
      page = await browser.newPage();
    });

    it('that the printed token opens, on an overview with that grant and that hand-out', async () => {
      await page.goto(banner.adminUrl);
      await page.getByLabel('操作员令牌').waitFor();
      await browser.picture(page, 'sign-in');
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.getByLabel('操作员令牌').fill(banner.operatorToken);
      await page.getByRole('button', { name: '使用令牌' }).click();
      await page.getByRole('heading', { name: '概览', level: 1 }).waitFor();
      await page.getByRole('heading', { name: '各结果的发放' }).waitFor();
      for (const counted of ['发放', '授权'])
        await page.getByRole('link', { name: new RegExp(`^${counted}: [1-9]`) }).waitFor();
      await browser.picture(page, 'overview');
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('that lists the grant, at the printed address too, and ends it with a receipt', async () => {
      await page.goto(banner.grantsUrl);
      const row = page.getByRole('row').filter({ hasText: '张三' });
      await row.waitFor();
      expect(await row.textContent()).toContain('有效');
      await browser.picture(page, 'grants');
      expect(await accessibilityFindings(page)).toEqual([]);

      await row.getByRole('link', { name: '张三' }).click();
      await page.getByRole('heading', { name: '时间线' }).waitFor();
      await page.getByText('demo-caller 取得访问凭证').first().waitFor();
      await browser.picture(page, 'grant');
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.getByRole('button', { name: '撤销…' }).click();
      await page.getByLabel('原因').fill('演示结束');
      await browser.picture(page, 'revoke');
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.getByRole('button', { name: '撤销 1 项授权' }).click();
      await page.getByRole('dialog').filter({ hasText: '已撤销 1 项授权' }).waitFor();
      await browser.picture(page, 'receipt');
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('that shows who ended it, and who had used it, in the audit trail', async () => {
      await page.getByRole('link', { name: '在审计日志中查看' }).click();
      await page.getByRole('heading', { name: '审计日志', level: 1 }).waitFor();
      await page.getByRole('row').filter({ hasText: '撤销授权' }).waitFor();
      // One for the pasted request, one for Swagger UI.
      expect(await page.getByRole('row').filter({ hasText: '取得访问凭证' }).count()).toBe(2);
      await browser.picture(page, 'audit');
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('that keeps the receipt of it at an address of its own, which survives a reload', async () => {
      await page.getByRole('link', { name: '撤销记录' }).click();
      const row = page.getByRole('row').filter({ hasText: '演示结束' });
      expect(await row.textContent()).toContain('次发放');
      expect(await accessibilityFindings(page)).toEqual([]);
      await row.getByRole('link', { name: '打开回执' }).click();
      await page.getByRole('button', { name: '下载 JSON' }).waitFor();
      await page.reload();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: '下载 JSON' }).click();
      expect((await download).suggestedFilename()).toMatch(/^revocation-.+\.json$/);
      await browser.picture(page, 'revocation');
      expect(await accessibilityFindings(page)).toEqual([]);
    });

    it('that says what a caller may ask, and which of its entitlements decides', async () => {
      await page.getByRole('link', { name: '调用方' }).click();
      await page.getByRole('link', { name: 'demo-caller' }).waitFor();
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.getByRole('link', { name: 'demo-caller' }).click();
      await page.getByLabel('人员', { exact: true }).fill('zhangsan');
      await page.getByRole('button', { name: '试算' }).click();
      await page.getByText('demo-caller/1').waitFor();
      await browser.picture(page, 'caller');
      expect(await accessibilityFindings(page)).toEqual([]);

      await page.getByRole('button', { name: '停用' }).click();
      await page.getByText('已停用 demo-caller：1 条调用权限不再生效。').waitFor();
      await page.getByRole('button', { name: '撤回' }).click();
      await page.getByRole('button', { name: '停用' }).waitFor();
    });

    it('that makes an operator, and shows the token of one’s program this once', async () => {
      await page.getByRole('link', { name: '操作员' }).click();
      await page.getByRole('button', { name: '新建操作员' }).click();
      await page.getByLabel('名称').fill('nightly-export');
      await page.getByRole('button', { name: '新建操作员' }).click();
      await page.getByRole('heading', { name: 'nightly-export' }).waitFor();
      await page.getByRole('button', { name: '新建令牌' }).click();
      await page.getByLabel('这个令牌用来做什么').fill('每晚导出');
      await page.getByRole('button', { name: '新建令牌' }).click();
      await page.getByText('只显示这一次').waitFor();
      await browser.picture(page, 'operator-token');
      expect(await accessibilityFindings(page)).toEqual([]);
      await page.getByRole('button', { name: '我已保存' }).click();
      await page.getByRole('button', { name: '撤销令牌 每晚导出' }).waitFor();
      await page.getByText('只显示这一次').first().waitFor({ state: 'detached' });
    });
  });

  it('is a request that names the way back, once the grant was ended', async () => {
    expect(await paste(banner.request)).toMatchObject({ code: 'consent_required', reason: 'grant_revoked' });
  });

  it('without one complaint of the browser about any of it', () => {
    expect(browser.complaints).toEqual([]);
  });
});
