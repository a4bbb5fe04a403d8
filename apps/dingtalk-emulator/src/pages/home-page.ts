import { type Application, ownerOf } from '../world/applications.js';
import type { Organisation, Person } from '../world/directory.js';
import { SEED_SECRET } from '../world/seed.js';
import { type Html, html, typed } from './html.js';
import type { Language, Words } from './language.js';
import type { Page } from './layout.js';
import { emptyHead, numberHead, table } from './table.js';

interface Home {
  readonly applications: readonly Application[];
  readonly people: readonly Person[];
  readonly organisations: readonly Organisation[];
  readonly activeFaults: number;
  /** Where this emulator is reached, without a trailing slash. */
  readonly origin: string;
}

const kinds: Record<Application['kind'], Words> = {
  internal: { zh: '企业内部应用', en: 'internal' },
  isv: { zh: '第三方企业应用', en: 'ISV' },
  personal: { zh: '第三方个人应用', en: 'personal' },
};

/** Rows beyond this many are left to the control API. */
const SHOWN_PEOPLE = 50;

/** What this is, who lives here, and how to point a client at it. */
export function homePage(language: Language, home: Home): Page {
  const zh = language === 'zh';
  const { origin, activeFaults } = home;
  return {
    title: zh ? '首页' : 'Start',
    width: 'wide',
    body: html`<h1>${zh ? '用来测试的假钉钉' : 'A fake DingTalk to test against'}</h1>
<p class="lead">${
      zh
        ? 'login、api、oapi 三个域名的接口都在这一个地址上，错误码和真的一样；可以故意弄坏，可以数调用次数。'
        : 'The login, api and oapi hosts answer at this one address, with the same errors; it can be broken on purpose, and counts its calls.'
    }</p>
<section class="card"><h2>${zh ? '接入' : 'Point a client at it'}</h2>
<div class="scroll" tabindex="0" role="region" aria-label="${zh ? '接入地址' : 'Addresses'}"><table><tbody>${[
      ['https://login.dingtalk.com', '/oauth2/auth'],
      ['https://api.dingtalk.com', '/v1.0/…'],
      ['https://oapi.dingtalk.com', '/gettoken /topapi/…'],
    ].map(
      ([real, paths]) =>
        html`<tr><th scope="row"><code>${real}</code></th><td class="nowrap">→ <code>${origin}</code></td><td class="quiet"><code>${paths}</code></td></tr>`,
    )}</tbody></table></div>
<p class="lead">${
      zh
        ? html`预置应用的 Client Secret 都是 <code>${SEED_SECRET}</code>。控制接口在 <code>${origin}/emulator/api</code>。`
        : html`The Client Secret of every seeded application is <code>${SEED_SECRET}</code>. The control API is at <code>${origin}/emulator/api</code>.`
    }</p>
<p class="row"><a href="/emulator/skills">${zh ? 'AI 助理技能' : 'Assistant skills'}</a><a href="/emulator/plugins">${zh ? 'AI 插件' : 'AI plugins'}</a><a href="/emulator/chat">${zh ? '机器人单聊' : 'Chat with robots'}</a><a href="/emulator/faults">${zh ? '故障与开关' : 'Faults and switches'}</a>${
      activeFaults > 0 && html`<span class="tag">${zh ? `${activeFaults} 个生效中` : `${activeFaults} active`}</span>`
    }</p></section>
<section class="card"><h2>${zh ? '应用' : 'Applications'}</h2>${applicationTable(language, home)}</section>
<section class="card"><h2>${zh ? '人员' : 'People'}</h2>${peopleTable(language, home)}</section>`,
  };
}

function applicationTable(language: Language, { applications, origin }: Home): Html {
  const zh = language === 'zh';
  const head = zh
    ? ['名称', 'Client ID', '类型', '开发者', numberHead('个人授权'), emptyHead]
    : ['Name', 'Client ID', 'Kind', 'Developer', numberHead('Delegated points'), emptyHead];
  return table(
    zh ? '应用' : 'Applications',
    head,
    applications.map((application) => {
      const { clientId, name, kind, delegatedPoints, published } = application;
      const link = tryLink(application, origin);
      return html`<tr><td class="nowrap"><a href="/emulator/applications/${clientId}" data-testid="application-${clientId}">${typed(name)}</a></td><td><code>${clientId}</code></td><td class="nowrap">${kinds[kind][language]}</td>
<td><code>${ownerOf(application)}</code></td><td class="number">${delegatedPoints.length}</td>
<td class="nowrap">${
        published && link
          ? html`<a href="${link}" data-testid="try-${clientId}">${zh ? '试一下授权' : 'Try the consent'}</a>`
          : html`<span class="quiet">${zh ? '未发布' : 'unpublished'}</span>`
      }</td></tr>`;
    }),
  );
}

function peopleTable(language: Language, { people, organisations }: Home): Html {
  const zh = language === 'zh';
  const nameOf = new Map(organisations.map(({ corpId, name }) => [corpId, name]));
  const rows = people.slice(0, SHOWN_PEOPLE).map(
    ({
      key,
      name,
      memberships,
    }) => html`<tr><td><a href="/emulator/people/${key}" data-testid="open-${key}">${typed(name)}</a></td><td><code>${key}</code></td>
<td>${memberships.map(({ corpId, userId, admin }) => html`<div>${typed(nameOf.get(corpId) ?? corpId)} <code class="quiet">${userId}</code>${admin && html` <span class="tag off">${zh ? '管理员' : 'administrator'}</span>`}</div>`)}</td></tr>`,
  );
  const more = people.length - rows.length;
  return html`${table(zh ? '人员' : 'People', zh ? ['姓名', 'key', '组织与 userId'] : ['Name', 'Key', 'Organisation and userId'], rows)}
${more > 0 && html`<p class="lead">${zh ? `还有 ${more} 人：` : `${more} more: `}<code>GET /emulator/api/people</code></p>`}`;
}

function tryLink({ clientId, redirectUris }: Application, origin: string): string | undefined {
  const [redirectUri] = redirectUris;
  if (redirectUri === undefined) return undefined;
  const link = new URL('/oauth2/auth', origin);
  link.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid corpid',
    prompt: 'consent',
    state: 'tried-from-the-front-page',
  }).toString();
  return link.pathname + link.search;
}
