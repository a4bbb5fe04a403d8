import { initialOf } from '../pages/avatar.js';
import { type Html, html, typed } from '../pages/html.js';
import type { Language, Words } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import type { Application } from '../world/applications.js';
import type { Organisation, Person } from '../world/directory.js';
import { pointOf } from '../world/points.table.js';
import type { Step } from './authorization.js';

type Shown<S extends Step['show']> = Extract<Step, { show: S }>;

interface Place {
  readonly language: Language;
  /** Query of the authorization link, without a leading `?`. */
  readonly query: string;
  /** Name of an organisation to show beside a person. */
  readonly nameOf: (corpId: string) => string;
}

/** The page of a step of the browser story, in the order and words of DingTalk's own pages. */
export function loginPage(step: Exclude<Step, Shown<'redirect'>>, place: Place): Page {
  switch (step.show) {
    case 'broken':
      return brokenPage(step.reason, place);
    case 'login':
      return signInPage(step, place);
    case 'organisations':
      return organisationsPage(step, place);
    case 'consent':
      return consentPage(step, place);
    case 'outsider':
      return outsiderPage(step, place);
    case 'not_a_member':
      return notAMemberPage(step, place);
  }
}

function signInPage({ application, people, more }: Shown<'login'>, place: Place): Page {
  const zh = place.language === 'zh';
  const keyLabel = zh ? '扫码：填写人员的 key' : 'Scan: the key of the person';
  return {
    title: zh ? '登录' : 'Log in',
    width: 'person',
    body: html`<h1>${zh ? '使用钉钉扫码或点击头像授权登录' : 'Scan with DingTalk or press a picture to log in'}</h1>
<p class="lead">${zh ? html`登录后继续使用“${typed(application.name)}”` : html`To go on to ${typed(application.name)}`}</p>
<div class="card"><form method="post" action="/oauth2/auth/person?${place.query}"><ul class="choices">${people.map(
      (person) => html`<li><button name="person" value="${person.key}" data-testid="person-${person.key}">
${face(person)}<span><strong>${typed(person.name)}</strong>${describe(person, place)}</span></button></li>`,
    )}</ul></form>
${more > 0 && html`<p class="lead small">${zh ? `还有 ${more} 人，用 key 登录` : `${more} more can log in by key`}</p>`}
<form method="post" action="/oauth2/auth/person?${place.query}" class="who">
<label>${keyLabel}<input name="person" required autocomplete="off" placeholder="zhangsan" data-testid="scan-key"></label>
<button data-testid="scan">${zh ? '扫码登录' : 'Log in by scanning'}</button></form></div>`,
    real: [
      {
        zh: '显示二维码，用手机上的钉钉扫码确认；浏览器登录过的人可以直接点头像。',
        en: 'Shows a QR code to be confirmed on the phone; whoever logged in on this browser before can press their picture.',
      },
      { zh: '应用没有发布过版本时，登录失败。', en: 'Fails when the application has no published version.' },
    ],
  };
}

function organisationsPage({ application, person, organisations }: Shown<'organisations'>, place: Place): Page {
  const zh = place.language === 'zh';
  const none = zh ? '没有可以选择的组织。' : 'There is no organisation to choose.';
  return {
    title: zh ? '选择组织' : 'Choose an organisation',
    width: 'person',
    body: html`<h1>${zh ? '选择你加入的组织' : 'Choose one of your organisations'}</h1>
<p class="lead">${zh ? html`用于登录“${typed(application.name)}”` : html`To log in to ${typed(application.name)}`}</p>
<div class="card">${
      organisations.length === 0
        ? html`<p data-testid="no-organisation">${none}</p>`
        : html`<ul class="choices">${organisations.map(
            ({
              corpId,
              name,
            }) => html`<li><a class="button" href="/oauth2/auth?${withCorp(place.query, corpId)}" data-testid="org-${corpId}">
<span><strong>${typed(name)}</strong><span>${corpId}</span></span></a></li>`,
          )}</ul>`
    }
${signedInAs(person, undefined, place, zh ? '返回' : 'Back')}</div>`,
    real: [
      {
        zh: 'scope 里有 corpid 时才选择组织；corpId 预选其中一个，org_type=management 只列出你管理的组织。',
        en: 'Asks only when the scope has corpid; corpId preselects one, org_type=management lists only those you administer.',
      },
      {
        zh: '企业内部应用只能由本组织的成员登录。',
        en: 'An internal application lets in members of its own organisation only.',
      },
    ],
  };
}

function consentPage({ application, person, organisation, canChoose }: Shown<'consent'>, place: Place): Page {
  const zh = place.language === 'zh';
  const app = typed(application.name);
  return {
    title: zh ? `授权 ${application.name}` : `Authorise ${application.name}`,
    width: 'person',
    body: html`<div class="card"><div class="row"><span class="app" aria-hidden="true">${initialOf(application.name)}</span>
<h1>${zh ? html`${app} 想要访问你的账号` : html`${app} wants to access your account`}</h1></div>
${signedInAs(person, organisation, place, zh ? '切换账号' : 'Switch account')}
${canChoose && html`<p><a class="aside" href="/oauth2/auth?${withCorp(place.query, undefined)}" data-testid="switch-organisation">${zh ? '选择其他组织' : 'Choose another organisation'}</a></p>`}
<h2>${zh ? html`这样即可让 ${app}：` : html`This lets ${app}:`}</h2>
${pointList(application, place.language)}
<form method="post" action="/oauth2/auth/decision?${place.query}" class="pair">
<button name="decision" value="refuse" data-testid="refuse">${zh ? '拒绝' : 'Refuse'}</button>
<button name="decision" value="agree" class="primary" data-testid="agree">${zh ? '同意' : 'Agree'}</button></form></div>`,
    real: [
      {
        zh: '列出应用申请的所有个人授权权限点，和 scope 里写什么无关，也不能只同意一部分。',
        en: 'Lists every delegated point the application applied for, whatever the scope says; a part of it cannot be agreed to.',
      },
      {
        zh: '同意后跳回应用，地址里有 code 和 authCode，五分钟内可以用一次。',
        en: 'Agreeing returns to the application with code and authCode in the address, usable once within five minutes.',
      },
      {
        zh: '拒绝后地址里有 error；钉钉没有公布它的取值。',
        en: 'Refusing returns with error; DingTalk does not publish its values.',
      },
    ],
  };
}

function outsiderPage({ application, person, home }: Shown<'outsider'>, place: Place): Page {
  const zh = place.language === 'zh';
  const app = typed(application.name);
  const corp = typed(home?.name ?? application.corpId ?? '');
  return {
    status: 403,
    title: zh ? '无法登录' : 'Cannot log in',
    width: 'person',
    body: html`<div class="card" data-testid="outsider"><h1>${zh ? '你不是这个组织的成员' : 'You are not a member of this organisation'}</h1>
<p>${
      zh
        ? html`“${app}”是 ${corp} 的内部应用，只有 ${corp} 的成员可以登录。`
        : html`${app} is an internal application of ${corp}; only members of ${corp} can log in.`
    }</p>${signedInAs(person, undefined, place, zh ? '切换账号' : 'Switch account')}</div>`,
    real: [
      {
        zh: '同样不让其他组织的成员登录企业内部应用。模拟器的开关 internalAppsAcceptOutsiders 放行，用来测试接入方自己的检查。',
        en: "Does not let them in either. The emulator's switch internalAppsAcceptOutsiders does, to test the client's own check.",
      },
    ],
  };
}

function notAMemberPage({ person }: Shown<'not_a_member'>, place: Place): Page {
  const zh = place.language === 'zh';
  return {
    status: 403,
    title: zh ? '不能选择这个组织' : 'This organisation cannot be chosen',
    width: 'person',
    body: html`<div class="card" data-testid="not-a-member"><h1>${zh ? '不能选择这个组织' : 'This organisation cannot be chosen'}</h1>
<p>${zh ? '链接指定了一个组织，但你不能用它登录这个应用。' : 'The link names an organisation that you cannot log in to this application with.'}</p>
<p><a class="aside" href="/oauth2/auth?${withCorp(place.query, undefined)}" data-testid="switch-organisation">${zh ? '选择其他组织' : 'Choose another organisation'}</a></p>
${signedInAs(person, undefined, place, zh ? '切换账号' : 'Switch account')}</div>`,
    real: [{ zh: 'corpId 必须是你所在的组织。', en: 'corpId has to be an organisation the person belongs to.' }],
  };
}

const brokenReasons: Record<Shown<'broken'>['reason'], Words> = {
  unknown_client: { zh: '没有这个 client_id。', en: 'There is no such client_id.' },
  unregistered_redirect_uri: {
    zh: 'redirect_uri 没有登记在应用的“重定向 URL”里。要和登记的一字不差。',
    en: 'redirect_uri is not registered for the application. It has to match to the letter.',
  },
  unpublished: { zh: '应用还没有发布版本。', en: 'The application has no published version yet.' },
  unknown_person: { zh: 'as 指定的人员不存在。', en: 'There is no person of the key given as “as”.' },
};

function brokenPage(reason: Shown<'broken'>['reason'], { language }: Place): Page {
  const zh = language === 'zh';
  return {
    status: 400,
    title: zh ? '链接有误' : 'The link is wrong',
    width: 'person',
    body: html`<div class="card" data-testid="broken-link"><h1>${zh ? '这个授权链接有误' : 'This authorisation link is wrong'}</h1>
<p>${brokenReasons[reason][language]}</p><p class="quiet"><code>${reason}</code></p></div>`,
    real: [
      {
        zh: '也显示自己的错误页，不跳回应用：还不能确认该跳到哪里。',
        en: 'Shows a page of its own too and does not redirect: nobody knows yet where to.',
      },
    ],
  };
}

/** Every delegated point of the application in DingTalk's words, with its code for developers. */
function pointList(application: Pick<Application, 'delegatedPoints'>, language: Language): Html {
  const points = application.delegatedPoints.map(pointOf);
  return html`<ul class="points">${points.map(
    (point) => html`<li data-testid="point-${point.code}">${point[language]} <code>${point.code}</code></li>`,
  )}</ul>`;
}

const face = ({ name }: Person): Html => html`<span class="face" aria-hidden="true">${initialOf(name)}</span>`;

function signedInAs(person: Person, organisation: Organisation | undefined, place: Place, change: string): Html {
  const at = organisation && html` · ${typed(organisation.name)}`;
  return html`<form method="post" action="/oauth2/auth/switch?${place.query}" class="row between who">
<span data-testid="signed-in-as">${typed(person.name)}${at}</span><button class="plain" data-testid="switch-account">${change}</button></form>`;
}

function describe({ key, memberships }: Person, { nameOf }: Place): Html {
  return html`<span>${key} · ${memberships.map(({ corpId }, index) => html`${index > 0 && ' · '}${typed(nameOf(corpId))}`)}</span>`;
}

function withCorp(query: string, corpId: string | undefined): string {
  const parameters = new URLSearchParams(query);
  parameters.delete('corp');
  if (corpId === undefined) parameters.delete('corpId');
  else parameters.set('corp', corpId);
  return parameters.toString();
}
