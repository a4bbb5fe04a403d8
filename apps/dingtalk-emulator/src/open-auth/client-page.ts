import { type Html, html, typed } from '../pages/html.js';
import type { Language } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import type { Person } from '../world/directory.js';
import { type ClientKind, clientKinds } from './user-agents.js';
import type { Client } from './web-view.js';

interface Shown {
  readonly people: readonly Person[];
  /** What was opened last. */
  readonly client: Client | undefined;
  /** Why the form was not accepted. */
  readonly problem?: string;
}

const kindNames: Record<ClientKind, string> = { ios: 'iOS', android: 'Android', desktop: 'macOS' };

/** Where somebody opens a page as if in DingTalk's client. */
export function clientPage(language: Language, { people, client, problem }: Shown): Page {
  const zh = language === 'zh';
  return {
    status: problem === undefined ? 200 : 400,
    title: zh ? '钉钉客户端' : 'DingTalk client',
    width: 'wide',
    body: html`<h1>${zh ? '在钉钉客户端里打开' : "Open in DingTalk's client"}</h1>
<p class="lead">${
      zh
        ? html`网页在 <code>client.localhost</code> 下打开，它会看到钉钉客户端的名字和 JSAPI；openAuth 的面板在新窗口里。`
        : html`The page is shown under <code>client.localhost</code>, where it finds the client's name and JSAPI; the panel of openAuth opens in a window of its own.`
    }</p>
${problem !== undefined && html`<p class="card" role="alert" data-testid="problem">${zh ? '没有打开：' : 'Nothing was opened: '}<code>${problem}</code></p>`}
<section class="card"><form method="post" action="/emulator/client"><p><label>${zh ? '网页地址' : 'Address of the page'}<input name="address" required autocomplete="off" value="${client?.address}" placeholder="http://127.0.0.1:8080/consent/demo/in-client" data-testid="client-address"></label></p><div class="fields">
<label>${zh ? '客户端' : 'Client'}<select name="client" data-testid="client-kind">${clientKinds.map((kind) => option(kind, html`${kindNames[kind]}`, client?.client))}</select></label>
<label>${zh ? '版本' : 'Version'}<input name="version" value="${client?.version ?? '7.6.15'}" data-testid="client-version"></label>
<label>${zh ? '登录的人' : 'Signed in as'}<select name="person" data-testid="client-person">${people.map(({ key, name }) => option(key, html`${typed(name)} ${key}`, client?.person))}</select></label>
</div><button class="primary" data-testid="open-client">${zh ? '打开' : 'Open'}</button></form></section>`,
    real: [
      {
        zh: '6.3.35 起支持 openAuth；更早的版本打不开面板。',
        en: 'Has openAuth since 6.3.35; older ones cannot open the panel.',
      },
    ],
  };
}

const option = (value: string, label: Html, chosen: string | undefined): Html =>
  value === chosen
    ? html`<option value="${value}" selected>${label}</option>`
    : html`<option value="${value}">${label}</option>`;
