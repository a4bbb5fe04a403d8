import { dingtalkErrors } from '@app/dingtalk';
import { describe, expect, it } from '@jest/globals';
import { type ConsentPageModel, consentPageCodes, httpStatusOf } from './consent-page.model.js';
import { renderConsentPage } from './render-consent-page.js';
import { fullModel, samplePages } from './sample-pages.js';

const languages = ['zh', 'en'] as const;
const everyPage = Object.entries(samplePages).flatMap(([name, model]) =>
  languages.map((language) => ({ name, language, model, page: renderConsentPage(model, language, 'n0nce') })),
);

/** What a person reads, as one line: no markup, no script; only an inline element joins the words around it. */
function read(page: string): string {
  const body = page.slice(page.indexOf('<body>')).replace(/<script[\s\S]*?<\/script>/g, '');
  return body
    .replace(/<\/?(bdi|time|span)\b[^>]*>|<\/?a\b(?! class)[^>]*>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/&quot;/g, '"')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ')
    .trim();
}

const show = (model: ConsentPageModel, language: 'zh' | 'en') => read(renderConsentPage(model, language, 'n'));

describe('the words of each page', () => {
  it.each([
    [
      'granted',
      'zh',
      '授权成功 “人事助手”现在可以在杭州示例科技代你： 获取你的个人基本信息 写入你的待办信息 随时可以在“我的授权”里解除。 返回排班服务',
    ],
    [
      'granted',
      'en',
      'Authorised 人事助手 can now, in 杭州示例科技, do this for you: Read your basic profile Write your to-dos Withdraw any time in "My authorisations". Back to 排班服务',
    ],
    ['granted_without_return', 'zh', '随时可以在“我的授权”里解除。 你可以关闭这个页面。'],
    ['granted_without_return', 'en', 'Withdraw any time in "My authorisations". You can close this page.'],
    ['granted_without_my_grants', 'zh', '随时可以在钉钉里解除：我的 > 安全中心 > 隐私开关 > 应用授权管理。'],
    [
      'granted_without_my_grants',
      'en',
      'Withdraw any time in DingTalk: Me > Security centre > Privacy > App authorisations.',
    ],
    [
      'granted_until',
      'zh',
      '写入你的待办信息 排班服务给出的原因：“同步待办” 到 2026-11-30 18:00（北京时间）自动结束。 随时',
    ],
    [
      'granted_until',
      'en',
      'Write your to-dos 排班服务 gave this reason: "同步待办" It ends by itself on 2026-11-30 18:00 (UTC+8). Withdraw',
    ],
    ['granted_once', 'zh', '写入你的待办信息 只用一次：用过就自动结束。 随时'],
    ['granted_once', 'en', 'Write your to-dos For one time only: it ends by itself after one use. Withdraw'],
    ['granted_once_until', 'zh', '只用一次：用过就自动结束，最晚到 2026-11-30 18:00（北京时间）。'],
    [
      'granted_once_until',
      'en',
      'For one time only: it ends by itself after one use, at the latest on 2026-11-30 18:00 (UTC+8).',
    ],
    ['rejected_reason', 'zh', '需要时可以重新授权。 排班服务给出的原因：“同步待办” 没有保存任何内容。'],
    ['granted_fewer', 'zh', '授权成功，但少了 1 项 获取你的手机号码 相关功能可能用不了。'],
    ['granted_fewer', 'zh', '补充授权 先这样'],
    ['granted_fewer', 'en', 'Authorised, but 1 point is missing Read your mobile number Some features may not work.'],
    ['granted_fewer', 'en', 'Add them Leave it'],
    ['granted_ugly', 'en', 'Authorised, but 2 points are missing'],
    ['consent_rejected', 'zh', '你没有授权 需要时可以重新授权。 没有保存任何内容。 重新授权 返回排班服务'],
    [
      'consent_rejected',
      'en',
      'You did not authorise You can do so later. Nothing was saved. Authorise Back to 排班服务',
    ],
    [
      'consent_expired',
      'zh',
      '链接已失效 有效期到 2026-11-20 15:42（北京时间），请回到排班服务重新发起。 没有保存任何内容。 返回排班服务',
    ],
    [
      'consent_expired',
      'en',
      'This link has expired It was valid until 2026-11-20 15:42 (UTC+8); start again from 排班服务. Nothing was saved. Back to 排班服务',
    ],
    ['expired_bare', 'zh', '链接已失效 请回到原来的服务重新发起。 没有保存任何内容。 代码'],
    [
      'expired_bare',
      'en',
      'This link has expired Start again from the service that sent you here. Nothing was saved. Code',
    ],
    [
      'consent_step_used',
      'zh',
      '这一步已经完成 如果是你本人操作的，无需再做什么。 这是重复打开，没有保存任何内容。 查看我的授权',
    ],
    [
      'consent_step_used',
      'en',
      'This step is already done If that was you, there is nothing more to do. This was a repeat. Nothing was saved. My authorisations',
    ],
    [
      'consent_other_browser',
      'zh',
      '请回到刚才的浏览器 授权需要在同一个浏览器里完成。 没有保存任何内容。 在这里重新开始',
    ],
    [
      'consent_other_browser',
      'en',
      'Go back to the browser you started in Authorising has to finish there. Nothing was saved. Start again here',
    ],
    [
      'consent_other_person',
      'zh',
      '这个链接是发给另一位同事的 你登录的是“张三”。请让发链接的人给你发一个。 没有保存任何内容。 换个账号',
    ],
    [
      'consent_other_person',
      'en',
      'This link is for somebody else You are signed in as 张三. Ask the sender for one of your own. Nothing was saved. Switch account',
    ],
    [
      'consent_not_member',
      'zh',
      '你的钉钉账号不在这个组织里 请换成工作账号，或联系管理员。 没有保存任何内容。 换个账号',
    ],
    [
      'consent_not_member',
      'en',
      'Your DingTalk account is not in this organisation Use your work account, or ask your administrator. Nothing was saved. Switch account',
    ],
    ['consent_link_invalid', 'zh', '链接无效 可能没有复制完整，请回到排班服务重新发起。 没有保存任何内容。 当前登录'],
    [
      'consent_link_invalid',
      'en',
      'This link does not work It may be incomplete; start again from 排班服务. Nothing was saved. Signed in',
    ],
    ['dingtalk_unavailable', 'zh', '钉钉暂时没有响应 请过几分钟再试，不用重新申请。 没有保存任何内容。 重试'],
    [
      'dingtalk_unavailable',
      'en',
      'DingTalk is not answering Try again in a few minutes. Nothing was saved. Try again',
    ],
    [
      'application_misconfigured',
      'zh',
      '应用还没有配置好 请把下面的编号发给管理员。 没有保存任何内容。 编号 7f3a-91c2 复制编号',
    ],
    [
      'application_misconfigured',
      'en',
      'The application is not set up correctly Send the number below to your administrator. Nothing was saved. Reference 7f3a-91c2 Copy',
    ],
    [
      'identity_unavailable',
      'zh',
      '应用还没有配置好 请把下面的编号发给管理员。 没有保存任何内容。 编号 7f3a-91c2 复制编号',
    ],
    [
      'identity_unavailable',
      'en',
      'The application is not set up correctly Send the number below to your administrator. Nothing was saved. Reference 7f3a-91c2 Copy',
    ],
    ['application_suspended', 'zh', '这个应用已暂停授权 请联系管理员。 没有保存任何内容。'],
    ['application_suspended', 'en', 'This application is paused Ask your administrator. Nothing was saved.'],
    [
      'internal_error',
      'zh',
      '出了点问题，不是你的原因 请稍后再试；如果一直这样，把编号发给管理员。 没有保存任何内容。 重试',
    ],
    [
      'internal_error',
      'en',
      'Something went wrong on our side Try again later; if it goes on, send the number to your administrator. Nothing was saved. Try again',
    ],
  ] as const)('%s, %s', (name, language, words) => {
    const model = samplePages[name];
    expect(model && show(model, language)).toContain(words);
  });

  it('every failure page names its code, its reference and who is signed in', () => {
    for (const code of consentPageCodes.filter((code) => code !== 'granted')) {
      const page = { zh: show({ ...fullModel, code }, 'zh'), en: show({ ...fullModel, code }, 'en') };
      for (const words of ['当前登录：张三 · 杭州示例科技', `代码 ${code}`, '编号 7f3a-91c2'])
        expect(page.zh).toContain(words);
      for (const words of ['Signed in as 张三 · 杭州示例科技', `Code ${code}`, 'Reference 7f3a-91c2']) {
        expect(page.en).toContain(words);
      }
    }
  });

  it('puts a space between Chinese and Latin, and only there', () => {
    const model: ConsentPageModel = { ...fullModel, code: 'granted', organisation: 'Acme', service: 'hr-bot' };
    expect(show(model, 'zh')).toContain('现在可以在 Acme 代你：');
    expect(show(model, 'zh')).toContain('返回 hr-bot');
  });

  it('does not show the constant of a personal application as an organisation', () => {
    const model: ConsentPageModel = {
      ...fullModel,
      code: 'granted',
      organisation: '-',
      signedInAs: { name: '李四', organisation: '-' },
    };
    expect(show(model, 'zh')).toContain('“人事助手”现在可以代你：');
    expect(show(model, 'zh')).toMatch(/当前登录：李四 不是你/);
  });

  it('sounds like DingTalk and tells people nothing in developers’ words', () => {
    const explained = dingtalkErrors
      .all()
      .filter(({ place, code }) => place === 'openAuth' || code.includes('authCode'))
      .flatMap(({ code }) => (['zh', 'en'] as const).map((language) => [code, language] as const))
      .map(([code, language]) =>
        renderConsentPage({ ...fullModel, code: 'in_client_failed', dingtalkCode: code }, language, 'n0nce'),
      );
    for (const page of [...everyPage.map(({ page }) => page), ...explained]) {
      expect(read(page)).not.toMatch(/您|令牌|凭证|企业[^内]|！|token|!(?!□)/i);
    }
  });
});

describe('every page', () => {
  it.each(everyPage)('$name, $language: is whole, light and inert', ({ name, language, page }) => {
    expect(Buffer.byteLength(page)).toBeLessThan(15_000);
    expect(page).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
    expect(page).toMatch(/<title>[^<]+<\/title>/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page.match(/<main>/g)).toHaveLength(1);
    expect(page.match(/class="button primary"/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(page.match(/<style nonce="n0nce">/g)).toHaveLength(1);
    expect(page.match(/<(script|style)(?! nonce="n0nce">)/g)).toBeNull();
    expect(page).not.toMatch(/\sstyle="|\son\w+="|(src|href)="(https?:)?\/\/(?!shifts\.example\.com)|url\(|@import/);
    expect(read(page)).not.toMatch(/[{}]|undefined|null|\[object|NaN/);
    expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    if (name.endsWith('ugly')) expect(page).not.toContain('<script>');
  });

  it('never turns an address that is not http into a link, nor one of another origin in disguise', () => {
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      '//evil.example',
      '/\\evil.example',
      ' javascript:x',
    ]) {
      const model: ConsentPageModel = {
        ...fullModel,
        code: 'granted',
        returnUrl: url,
        myGrantsUrl: url,
        languageUrl: { zh: url, en: url },
      };
      const page = renderConsentPage(model, 'zh', 'n');
      expect(page).not.toContain('evil.example');
      expect(page.replace('<link rel="icon" href="data:,">', '')).not.toMatch(/javascript:|data:/);
      expect(read(page)).toContain('你可以关闭这个页面。');
    }
  });

  it('escapes the nonce like anything else that was passed in', () => {
    expect(renderConsentPage({ ...fullModel, code: 'granted' }, 'zh', '"><script>')).not.toContain('<script>');
  });

  it('links to itself in the other language, where the page that shows it says it is', () => {
    const languageUrl = { zh: '/consent/callback?result=1&lang=zh', en: '/consent/callback?result=1&lang=en' };
    const page = renderConsentPage({ ...fullModel, code: 'granted', languageUrl }, 'zh', 'n');
    expect(page).toContain('<a href="/consent/callback?result=1&amp;lang=en" lang="en" hreflang="en">EN</a>');
    expect(renderConsentPage({ ...fullModel, code: 'granted' }, 'en', 'n')).toContain('href="?lang=zh"');
  });

  it('tells refusals, spent links and outages apart by status too', () => {
    expect(Object.fromEntries(consentPageCodes.map((code) => [code, httpStatusOf(code)]))).toMatchObject({
      granted: 200,
      consent_rejected: 403,
      consent_other_person: 403,
      consent_not_member: 403,
      consent_expired: 410,
      consent_step_used: 410,
      consent_link_invalid: 400,
      consent_other_browser: 400,
      dingtalk_unavailable: 503,
      application_suspended: 503,
    });
  });
});
