import { describe, expect, it } from '@jest/globals';
import { type InClientPageModel, renderInClientPage } from './render-in-client-page.js';

const model: InClientPageModel = {
  application: '人事助手',
  service: '排班服务',
  reason: '同步待办',
  endsAt: undefined,
  once: false,
  scopes: [{ code: 'Todo.Todo.Write', name: { zh: '写入你的待办信息', en: 'Write your to-dos' } }],
  myGrantsUrl: '/me',
  state: 's7ate',
  question: { clientId: 'dingdemo', corpId: 'dingcorp', rpcScope: 'Todo.Todo.Write', fieldScope: '', type: 0 },
  action: '/consent/hr-assistant/in-client',
  retryUrl: '/consent/hr-assistant/in-client?consent=1',
  redirectUrl: '/consent/hr-assistant?consent=1',
  languageUrl: { zh: '?lang=zh', en: '?lang=en' },
  scriptUrl: '/in-client/open-auth-1.js',
};

const attack = '<script>alert(1)</script>"\'\u202Egnp.exe\u0000';

describe('the page inside DingTalk’s client', () => {
  it('says who asks, for what and why, and what if one refuses', () => {
    const zh = renderInClientPage(model, 'zh', 'n');
    for (const text of ['排班服务', '人事助手', '同步待办', '写入你的待办信息', '不授权的话，不会保存任何内容'])
      expect(zh).toContain(text);
    const en = renderInClientPage(model, 'en', 'n');
    for (const text of ['wants to act for you', 'Write your to-dos', 'If you refuse, nothing is saved'])
      expect(en).toContain(text);
  });

  it('stays whole where nobody asked and nothing ends', () => {
    const page = renderInClientPage({ ...model, service: undefined, reason: undefined }, 'zh', 'n');
    expect(page).not.toMatch(/undefined|null|\{\w+\}/);
    expect(page).toContain('授权后，它可以代你：');
  });

  it('hands the question to the script and nothing else, whatever stands in it', () => {
    const question = { ...model.question, rpcScope: `a"b'c<d>&,${attack}` };
    const page = renderInClientPage({ ...model, question }, 'zh', 'n');
    const [, escaped = ''] = /data-question="([^"]*)"/.exec(page) ?? [];
    const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
    const text = escaped.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] ?? '');
    expect(JSON.parse(text)).toEqual(question);
    expect(page).not.toContain('<script>alert');
  });

  it('shows text of others on one honest line', () => {
    const page = renderInClientPage({ ...model, application: attack, service: attack, reason: attack }, 'en', 'n');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('\u202E');
  });

  it('carries the nonce on its style and on its one script, and styles nothing in place', () => {
    const page = renderInClientPage(model, 'zh', 'n0nce');
    expect(page.match(/nonce="n0nce"/g)).toHaveLength(2);
    expect(page).not.toMatch(/ style=| on\w+="/);
  });
});
