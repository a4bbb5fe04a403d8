import type { Conversation } from '../conversations/conversation.js';
import { conversationList } from '../conversations/conversation-view.js';
import { type Html, html, typed } from '../pages/html.js';
import type { Language, Words } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import { type Application, PLUGIN_REDIRECT_URI } from '../world/applications.js';
import type { Person } from '../world/directory.js';

interface Shown {
  readonly applications: readonly Application[];
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  /** Stream connections by Client ID. */
  readonly connections: (clientId: string) => number;
  /** Query of this page, which its form keeps. */
  readonly query: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly problem?: string;
}

export const pluginReal: readonly Words[] = [
  {
    zh: '插件返回 InvalidAuthentication 或 Forbidden.AccessDenied.AccessTokenPermissionDenied 时弹出授权卡片，授权之后重新执行；前提是应用登记了免登回调地址 baymax.dingtalk.com/oauth2。',
    en: 'Shows its consent card when the plugin answers InvalidAuthentication or Forbidden.AccessDenied.AccessTokenPermissionDenied, and runs again after it; the application has to have registered baymax.dingtalk.com/oauth2 as a callback.',
  },
  {
    zh: '插件只拿到访问凭证，没有刷新令牌，续期由平台负责。卡片列出应用的所有个人授权。',
    en: 'The plugin gets an access token and no refresh token; renewing is the platform’s. The card lists every delegated point of the application.',
  },
  {
    zh: '第二代（graph）里凭证放在哪里、怎么报告缺少授权，没有文档；模拟器把 accessToken 放进请求体，应答里接受和第一代一样的失败结构。',
    en: 'Where the second generation has the token, and how it tells of a lacking consent, is not documented; here the token is in the body, and the failure of the first generation is understood.',
  },
];

/** Where somebody runs an ability of an AI plugin. */
export function pluginsPage(language: Language, shown: Shown): Page {
  const zh = language === 'zh';
  const { problem, conversations } = shown;
  return {
    status: problem === undefined ? 200 : 400,
    title: zh ? 'AI 插件' : 'AI plugins',
    width: 'wide',
    body: html`<h1>${zh ? 'AI 插件' : 'AI plugins'}</h1>
<p class="lead">${
      zh
        ? '通过 Stream 调用插件的能力；缺少授权时弹出授权卡片，授权后重新执行。'
        : 'Calls an ability of a plugin over Stream; where a consent is lacking, the card comes, and after it the ability runs again.'
    }</p>
${problem !== undefined && html`<p class="card" role="alert" data-testid="problem">${zh ? '没有开始：' : 'Nothing was started: '}<code>${problem}</code></p>`}
<section class="card">${form(language, shown)}</section>
${conversations.length > 0 && html`<section class="card"><h2>${zh ? '对话' : 'Conversations'}</h2>${conversationList(conversations, '/emulator/plugins')}</section>`}
<section class="card"><h2>${zh ? '应用' : 'Applications'}</h2><ul class="points">${shown.applications.map((application) => applicationRow(language, application, shown))}</ul></section>`,
    real: pluginReal,
  };
}

function applicationRow(
  language: Language,
  { clientId, name, redirectUris }: Application,
  { connections }: Shown,
): Html {
  const zh = language === 'zh';
  const registered = redirectUris.includes(PLUGIN_REDIRECT_URI);
  const open = connections(clientId);
  return html`<li><form method="post" action="/emulator/plugins/callback" class="row between"><input type="hidden" name="clientId" value="${clientId}">
<span>${typed(name)} <code>${clientId}</code> <span class="tag ${open > 0 ? 'ok' : 'off'}">${zh ? `${open} 个 Stream 连接` : `${open} connected`}</span></span>
<button name="registered" value="${registered ? 'false' : 'true'}" data-testid="callback-${clientId}">${
    registered
      ? zh
        ? '去掉 baymax 回调'
        : 'Remove the baymax callback'
      : zh
        ? '登记 baymax 回调'
        : 'Register the baymax callback'
  }</button></form></li>`;
}

function form(language: Language, { applications, people, query, fields }: Shown): Html {
  const zh = language === 'zh';
  const words = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  const text = (name: string, placeholder: string) =>
    html`<input name="${name}" value="${words(name)}" placeholder="${placeholder}" autocomplete="off" data-testid="plugin-${name}">`;
  const choice = (name: string, options: readonly (readonly [value: string, label: string | Html])[]) =>
    html`<select name="${name}" data-testid="plugin-${name}">${options.map(([value, label]) =>
      value === fields[name]
        ? html`<option value="${value}" selected>${label}</option>`
        : html`<option value="${value}">${label}</option>`,
    )}</select>`;
  return html`<form method="post" action="/emulator/plugins${query && `?${query}`}"><div class="fields">
<label>${zh ? '应用' : 'Application'}${choice(
    'clientId',
    applications.map(({ clientId, name }) => [clientId, `${name} ${clientId}`]),
  )}</label>
<label>${zh ? '谁在用' : 'Who uses it'}${choice(
    'person',
    people.map(({ key, name }) => [key, html`${typed(name)} ${key}`]),
  )}</label>
<label>abilityKey<input name="abilityKey" value="${words('abilityKey')}" required placeholder="addCustomer" autocomplete="off" data-testid="plugin-abilityKey"></label>
<label>${zh ? '方式' : 'Generation'}${choice('generation', [
    ['1', '1 · /v1.0/agi/plugins/callback'],
    ['2', '2 · /v1.0/graph/api/invoke'],
  ])}</label>
<label>${zh ? '需要 token' : 'Needs a token'}${choice('needsToken', [
    ['true', zh ? '是' : 'yes'],
    ['false', zh ? '否' : 'no'],
  ])}</label>
<label>pluginId${text('pluginId', 'AI-emulated-plugin')}</label>
<label>pluginVersion${text('pluginVersion', '1.0.0')}</label></div>
<p><label>${zh ? '业务数据（JSON）' : 'Business data (JSON)'}${text('data', '{"customName":"…"}')}</label></p>
<button class="primary" data-testid="start-plugin">${zh ? '运行' : 'Run'}</button></form>`;
}
