import type { Conversation } from '../conversations/conversation.js';
import { conversationList } from '../conversations/conversation-view.js';
import { type Html, html, typed } from '../pages/html.js';
import type { Language, Words } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import type { Application } from '../world/applications.js';
import type { Person } from '../world/directory.js';

interface Shown {
  readonly applications: readonly Application[];
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  /** Query of this page, which its form keeps: who it is, and which button is pressed. */
  readonly query: string;
  /** What the form was filled in with. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Why it was not accepted. */
  readonly problem?: string;
}

export const skillReal: readonly Words[] = [
  {
    zh: '助理要开启“规划推理强化”才会申请授权；权限点只能是委托权限点，配置在技能文件顶层的 x-dingtalk-delegated-scopes。',
    en: 'Asks only when “planning enhancement” is on for the assistant; the points are delegated ones, listed at the top of the file as x-dingtalk-delegated-scopes.',
  },
  {
    zh: '允许访问：授权码放在声明的参数里（query 或第一层 JSON 请求体）。不允许访问：技能照样被调用，但没有授权码。',
    en: 'If allowed, the code is where the parameter is declared, in the query or the first level of the JSON body. If not, the skill is called all the same, without a code.',
  },
  {
    zh: '请求没有签名；认证方式在技能上配置。是否每次执行都给新的授权码，钉钉没有写；模拟器每次都给。',
    en: 'Requests are not signed; a skill chooses its authentication. Whether every run gets a new code is not documented; here it does.',
  },
];

/** Where somebody lets an assistant run a skill. */
export function skillsPage(language: Language, shown: Shown): Page {
  const zh = language === 'zh';
  const { problem, conversations } = shown;
  return {
    status: problem === undefined ? 200 : 400,
    title: zh ? 'AI 助理技能' : 'Assistant skills',
    width: 'wide',
    body: html`<h1>${zh ? 'AI 助理技能' : 'Assistant skills'}</h1>
<p class="lead">${
      zh
        ? '贴一份标注好的 OpenAPI 文件，和助理说句话：它会申请授权、带着授权码调用技能，并显示结果。'
        : 'Paste an annotated OpenAPI file and say something: the assistant asks for consent, calls the skill with a code, and shows the answer.'
    }</p>
${problem !== undefined && html`<p class="card" role="alert" data-testid="problem">${zh ? '没有开始：' : 'Nothing was started: '}<code>${problem}</code></p>`}
<section class="card">${form(language, shown)}</section>
${conversations.length > 0 && html`<section class="card"><h2>${zh ? '对话' : 'Conversations'}</h2>${conversationList(conversations, '/emulator/skills')}</section>`}`,
    real: skillReal,
  };
}

function form(language: Language, { applications, people, query, fields }: Shown): Html {
  const zh = language === 'zh';
  const text = (name: string, placeholder = '') =>
    html`<input name="${name}" value="${wordsOf(fields[name])}" placeholder="${placeholder}" autocomplete="off" data-testid="skill-${name}">`;
  const choice = (name: string, options: readonly (readonly [value: string, label: string | Html])[]) =>
    html`<select name="${name}" data-testid="skill-${name}">${options.map(([value, label]) =>
      value === fields[name]
        ? html`<option value="${value}" selected>${label}</option>`
        : html`<option value="${value}">${label}</option>`,
    )}</select>`;
  const unchanged = zh ? '文件里的' : "the file's own";
  return html`<form method="post" action="/emulator/skills${query && `?${query}`}">
<p><label>${zh ? '技能的 OpenAPI 文件（YAML 或 JSON）' : "The skill's OpenAPI file (YAML or JSON)"}<textarea name="openapi" rows="14" required spellcheck="false" class="code" data-testid="skill-openapi">${wordsOf(fields.openapi)}</textarea></label></p>
<p><label>${zh ? '对助理说' : 'Say to the assistant'}${text('message', zh ? '提醒我明天交周报' : 'Remind me of the report')}</label></p>
<p><label>${zh ? '助理听出来的参数（JSON）' : 'What it understood (JSON, by parameter)'}${text('input', '{"subject":"…"}')}</label></p>
<div class="fields">
<label>${zh ? '应用' : 'Application'}${choice(
    'clientId',
    applications.map(({ clientId, name }) => [clientId, `${name} ${clientId}`]),
  )}</label>
<label>${zh ? '说话的人' : 'Who speaks'}${choice(
    'person',
    people.map(({ key, name }) => [key, html`${typed(name)} ${key}`]),
  )}</label>
<label>${zh ? '操作' : 'Operation'}${text('operation', zh ? '第一个' : 'the first')}</label>
<label>${zh ? '服务器地址' : 'Server'}${text('server', unchanged)}</label>
<label>${zh ? '认证' : 'Authentication'}${choice('kind', [
    ['none', zh ? '无' : 'none'],
    ['bearer', 'Authorization: Bearer'],
    ['basic', 'Authorization: Basic'],
    ['header', zh ? '自定义请求头' : 'a header of its own'],
  ])}</label>
<label>${zh ? '密钥' : 'Key'}${text('key', zh ? 'Basic：用户名:密码' : 'Basic: user:password')}</label>
<label>${zh ? '请求头' : 'Header'}${text('name', 'x-api-key')}</label>
</div><button class="primary" data-testid="start-skill">${zh ? '发送' : 'Send'}</button></form>`;
}

const wordsOf = (value: unknown): string => (typeof value === 'string' ? value : '');
