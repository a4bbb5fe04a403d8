import { initialOf } from '../pages/avatar.js';
import { type Html, html, typed } from '../pages/html.js';
import type { Language, Words } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import { pointOf } from '../world/points.table.js';
import type { PanelAnswer, PanelDecision, PanelStep } from './panel.js';
import type { PanelError } from './panel-request.js';

interface Place {
  readonly language: Language;
  /** Query of the panel's address, without a leading `?`. */
  readonly query: string;
  /** Name of an organisation. */
  readonly nameOf: (corpId: string) => string;
  /** Origin of the page that called `openAuth`; none for a panel that was opened by hand. */
  readonly caller: string | undefined;
}

type Shown<S extends PanelStep['show']> = Extract<PanelStep, { show: S }>;

/** The page of a step, in the order and words of DingTalk's own panel. */
export function panelPage(step: PanelStep, place: Place): Page {
  switch (step.show) {
    case 'login':
      return loginPage(step, place);
    case 'panel':
      return askingPage(step, place);
    case 'error':
      return errorPage(step, place);
    case 'answered':
      return answeredPage(step.answer, place);
  }
}

const PANEL = '/dingding/h5-common-authority/auth';

function loginPage({ people }: Shown<'login'>, { language, query }: Place): Page {
  const zh = language === 'zh';
  return {
    title: zh ? '登录客户端' : 'Sign in to the client',
    width: 'person',
    body: html`<h1>${zh ? '这个钉钉客户端是谁的？' : 'Whose DingTalk client is this?'}</h1>
<div class="card"><form method="post" action="${PANEL}/person?${query}"><ul class="choices">${people.map(
      ({ key, name }) => html`<li><button name="person" value="${key}" data-testid="person-${key}">
<span class="face" aria-hidden="true">${initialOf(name)}</span><span><strong>${typed(name)}</strong><span>${key}</span></span></button></li>`,
    )}</ul></form></div>`,
    real: [{ zh: '客户端里总是已经登录的。', en: 'Inside the client somebody is always signed in.' }],
  };
}

function askingPage({ request, person }: Shown<'panel'>, { language, query, nameOf }: Place): Page {
  const { application, corpId, points, type } = request;
  const zh = language === 'zh';
  const app = typed(application.name);
  return {
    title: zh ? '授权申请' : 'Authorisation request',
    width: 'person',
    body: html`<div class="card"><div class="row"><span class="app" aria-hidden="true">${initialOf(application.name)}</span>
<h1>${zh ? html`${app} 申请获取你的以下权限` : html`${app} asks for these permissions of yours`}</h1></div>
<p class="who" data-testid="signed-in-as">${typed(person.name)}${corpId !== undefined && html` · ${typed(nameOf(corpId))}`}</p>
<h2>${zh ? `授权清单（共 ${points.length} 项）` : `Permissions (${points.length})`}</h2>
<ul class="points">${points
      .map(pointOf)
      .map(
        (point) => html`<li data-testid="point-${point.code}">${point[language]} <code>${point.code}</code></li>`,
      )}</ul>
<form method="post" action="${PANEL}/decision?${query}" class="pair">
${button('refuse', zh ? '拒绝' : 'Refuse')}${button('agree', zh ? '允许' : 'Allow', 'primary')}</form></div>
<div class="card"><h2>${zh ? '模拟器：改为这样结束' : 'Emulator: end like this instead'}</h2>
<form method="post" action="${PANEL}/decision?${query}" class="row">${button('failed', 'failed')}${button('to_admin', 'toAdmin')}${button('close', zh ? '关闭面板' : 'Close the panel')}</form></div>`,
    real: [
      {
        zh: '只列出 openAuth 的 rpcScope 和 fieldScope 里的权限点。和以前的授权怎么合并，钉钉没有公布；模拟器取并集。',
        en: 'Lists only the points of rpcScope and fieldScope. How they add up with earlier grants is not published; the emulator takes the union.',
      },
      {
        zh: '拒绝和关闭面板，openAuth 都返回 cancel。',
        en: 'Refusing and closing the panel both make openAuth answer cancel.',
      },
      type === 1
        ? {
            zh: '这是组织授权（type 1）：管理员允许后没有授权码；不是管理员就通知管理员。',
            en: 'This asks the organisation (type 1): an administrator who allows it gets no code; anybody else has it passed on.',
          }
        : {
            zh: '允许后返回授权码，五分钟内可以用一次。',
            en: 'Allowing gives a code, usable once within five minutes.',
          },
    ],
  };
}

const button = (decision: PanelDecision, label: string, kind?: 'primary'): Html =>
  html`<button name="decision" value="${decision}" class="${kind}" data-testid="panel-${decision}">${label}</button>`;

const errors: Record<PanelError, Words> = {
  '400001': { zh: '空请求', en: 'The request is empty' },
  '400006': { zh: 'clientId 参数必填', en: 'clientId is missing' },
  '400007': { zh: 'corpId 参数必填', en: 'corpId is missing' },
  '400008': { zh: '用户身份 ID 为空', en: 'The identity of the user is empty' },
  '500101': { zh: '应用不存在', en: 'There is no such application' },
  '500102': { zh: '应用未添加任何权限点', en: 'The application has no points' },
  '500104': { zh: '应用未添加该权限点', en: 'The application has not added this point' },
  '500201': { zh: '权限点 code 错误', en: 'There is no such point' },
  '500202': { zh: 'rpcScope 需要 rpc 类型的权限点', en: 'rpcScope needs interface points' },
  '500203': { zh: 'fieldScope 需要 field 类型的权限点', en: 'fieldScope needs field points' },
  '500204': { zh: '应用授权需要应用类型的权限点', en: 'Asking an organisation needs its points' },
  '500205': { zh: '委托授权需要委托类型的权限点', en: 'Asking a person needs delegated points' },
  '500403': { zh: '组织未开通应用', en: 'The organisation has not activated the application' },
};

function errorPage({ error }: Shown<'error'>, { language, query }: Place): Page {
  const zh = language === 'zh';
  return {
    title: zh ? '授权异常' : 'Cannot authorise',
    width: 'person',
    body: html`<div class="card" data-testid="panel-error"><h1>${errors[error][language]}</h1><p><code>${error}</code></p>
<form method="post" action="${PANEL}/decision?${query}">${button('close', zh ? '关闭' : 'Close')}</form></div>`,
    real: [
      {
        zh: '错误码只显示在面板上；openAuth 返回 failed。模拟器的开关 openAuthTellsCode 让应答也带上它。',
        en: 'Only the panel shows the code; openAuth answers failed. The switch openAuthTellsCode puts it into the answer too.',
      },
    ],
  };
}

/** Hands the answer to whoever opened the panel, and closes it. The text stays for a panel that was opened by hand. */
const handBack = `
const { answer, caller } = document.getElementById('answer').dataset;
if (opener && caller) { opener.postMessage({ openAuthPanel: JSON.parse(answer) }, caller); close(); }
`;

function answeredPage(answer: PanelAnswer | undefined, { language, caller }: Place): Page {
  const zh = language === 'zh';
  const text = JSON.stringify(answer ?? null);
  return {
    title: zh ? '授权结果' : 'The answer',
    width: 'person',
    body: html`<div class="card"><h1>${zh ? 'openAuth 会得到' : 'openAuth receives'}</h1>
<p><code id="answer" data-answer="${text}" data-caller="${caller}" data-testid="panel-answer">${text}</code></p></div>`,
    script: handBack,
  };
}
