import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { accessibilityFindings, isWiderThanScreen, launchChromium, visit } from './harness/chromium.js';
import { seeded } from './harness/emulator.js';
import { ask } from './harness/http.js';
import { start, type TestProcess } from './harness/process.js';
import { builtExample, projectFile } from './harness/project.js';
import { everythingOfDemo, startWorld, type TestCaller, type World } from './harness/world.js';

const SKILL_KEY = 'what-the-assistant-was-given';

/** One look of the pages for each language and colour, on a phone and on a desk. */
const looks: readonly (readonly [name: string, options: BrowserContextOptions, person: string])[] = [
  ['a phone, in Chinese', { locale: 'zh-CN', colorScheme: 'light', viewport: { width: 375, height: 812 } }, 'zhangsan'],
  [
    'a desk, in English and dark',
    { locale: 'en', colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
    'lisi',
  ],
];

describe('DingTalk as the emulator shows it', () => {
  let world: World;
  let caller: TestCaller;
  let browser: Browser;
  let service: TestProcess;
  let serviceUrl = '';
  let openapi: string;
  beforeAll(async () => {
    [world, browser, openapi] = await Promise.all([
      startWorld(),
      launchChromium(),
      readFile(projectFile('apps/example-service/skill.yaml'), 'utf8'),
    ]);
    await world.registerDemo({ robotCode: seeded.clientId });
    caller = await world.createCaller('todo-sync', [{ ...everythingOfDemo, mayBringCodes: true }]);
    const env = {
      PORT: '0',
      TOKEN_BROKER_URL: world.url,
      CLIENT_ID: caller.clientId,
      CLIENT_SECRET: caller.clientSecret,
      APPLICATION: 'demo',
      DINGTALK_API_URL: world.emulator.url,
      SKILL_KEY,
    };
    service = start(builtExample, env, ['--exit-with-stdin']);
    [, serviceUrl = ''] = await service.saying(/"ready":true,"url":"([^"]+)"/);
  });
  afterAll(async () => {
    await service?.stop();
    await browser?.close();
    await world?.close();
  });

  const press = (page: Page, testId: string) => page.getByTestId(testId).first().click();
  const suits = async (page: Page, complaints: readonly string[]) =>
    expect([page.url(), await accessibilityFindings(page), await isWiderThanScreen(page), complaints]).toEqual([
      page.url(),
      [],
      false,
      [],
    ]);

  it.each(looks)('leads a person from a robot’s message to a consent, on %s', async (_, options, person) => {
    await ask(`${world.url}/v1/consents`, {
      headers: { authorization: `Bearer ${await caller.accessToken()}` },
      json: {
        application: 'demo',
        scopes: ['Todo.Todo.Write'],
        userId: person,
        reason: '同步待办',
        notify: { by: 'robot' },
      },
    });
    await visit(browser, options, async (page, complaints) => {
      await page.goto(`${world.emulator.url}/emulator/chat`);
      await page.getByTestId('chat-person').selectOption(person);
      await press(page, 'open-chat');
      await page.getByTestId('message-button').first().waitFor();
      await suits(page, complaints);
      await press(page, 'message-button');
      await press(page, `person-${person}`);
      await page
        .getByTestId('agree')
        .or(page.getByTestId(`org-${seeded.corpId}`))
        .waitFor();
      if (await page.getByTestId(`org-${seeded.corpId}`).isVisible()) await press(page, `org-${seeded.corpId}`);
      await press(page, 'agree');
      await page.waitForURL(/\/consent\/callback/);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/授权成功|Authorised/);
    });
  });

  it.each(looks)('runs an assistant’s skill that creates a to-do, on %s', async (_, options, person) => {
    await world.emulator.control('POST', '/consents/withdraw', { clientId: seeded.clientId, person });
    await visit(browser, options, async (page, complaints) => {
      await page.goto(`${world.emulator.url}/emulator/skills?as=${person}`);
      await page.getByTestId('skill-openapi').fill(openapi);
      await page.getByTestId('skill-message').fill('提醒我买牛奶');
      await page.getByTestId('skill-input').fill('{"subject":"买牛奶"}');
      await page.getByTestId('skill-server').fill(serviceUrl);
      await page.getByTestId('skill-kind').selectOption('bearer');
      await page.getByTestId('skill-key').fill(SKILL_KEY);
      await suits(page, complaints);
      await press(page, 'start-skill');
      await page.getByTestId('card-agree').waitFor();
      await suits(page, complaints);
      await press(page, 'card-agree');
      expect(await page.getByTestId('answer').textContent()).toContain('已创建待办：买牛奶');
      await suits(page, complaints);
    });
  });

  it.each(looks)('runs AI plugins, on %s', async (_, options) => {
    await visit(browser, options, async (page, complaints) => {
      await page.goto(`${world.emulator.url}/emulator/plugins`);
      await suits(page, complaints);
    });
  });
});
