import { eventForms } from '../events/envelope.js';
import type { PushAddress } from '../events/push-addresses.js';
import type { StreamConnection } from '../stream/connection.js';
import { type Application, ownerOf } from '../world/applications.js';
import { type Html, html, typed } from './html.js';
import type { Language } from './language.js';
import type { Page } from './layout.js';
import { emptyHead, numberHead, table } from './table.js';

interface Shown {
  readonly application: Application;
  readonly address?: PushAddress;
  readonly connections: readonly StreamConnection[];
  /** Why the last form was not accepted. */
  readonly problem?: string;
  /** The address has just answered `check_url`. */
  readonly verified?: boolean;
}

/** How an application hears of events: its push address, and its Stream connections. */
export function applicationPage(language: Language, shown: Shown): Page {
  const zh = language === 'zh';
  const { application, problem, verified } = shown;
  return {
    status: problem === undefined ? 200 : 400,
    title: application.name,
    width: 'wide',
    body: html`<h1>${typed(application.name)} <code class="quiet">${application.clientId}</code></h1>
<p class="lead">${zh ? '开发者' : 'Developer'} <code>${ownerOf(application)}</code> · <a href="/emulator/events">${zh ? '事件' : 'Events'}</a></p>
${problem !== undefined && html`<p class="card" role="alert" data-testid="problem"><code>${problem}</code></p>`}
${verified && html`<p class="card" role="status" data-testid="verified">${zh ? '回调地址已通过验证。' : 'The address answered check_url as it should.'}</p>`}
<section class="card"><h2>${zh ? '事件回调地址（HTTP）' : 'Push address (HTTP)'}</h2>${addressForm(language, shown)}</section>
<section class="card"><h2>${zh ? 'Stream 连接' : 'Stream connections'}</h2>${connectionTable(language, shown)}</section>`,
    real: [
      {
        zh: '在开发者后台的“事件订阅”里二选一：HTTP 推送或 Stream 推送。保存 HTTP 地址前会先推送 check_url。',
        en: 'The developer console asks for one of both: HTTP or Stream. An HTTP address has to answer check_url before it is saved.',
      },
    ],
  };
}

function addressForm(language: Language, { application, address }: Shown): Html {
  const zh = language === 'zh';
  const action = `/emulator/applications/${application.clientId}/event-push`;
  const options = eventForms.map((form) =>
    form === address?.form ? html`<option selected>${form}</option>` : html`<option>${form}</option>`,
  );
  return html`<p data-testid="push-address">${
    address
      ? html`<code>${address.url}</code>`
      : html`<span class="quiet">${zh ? '没有配置，事件走 Stream。' : 'None: events go over Stream.'}</span>`
  }</p>
<form method="post" action="${action}"><div class="fields">
<label>URL<input name="url" value="${address?.url}" autocomplete="off" data-testid="push-url"></label>
<label>${zh ? 'Token（3–32 位字母或数字）' : 'Token (3 to 32 characters)'}<input name="token" autocomplete="off" data-testid="push-token"></label>
<label>${zh ? 'aes_key（43 位字母或数字）' : 'aes_key (43 letters or digits)'}<input name="aesKey" autocomplete="off" data-testid="push-key"></label>
<label>${zh ? '格式' : 'Form'}<select name="form" data-testid="push-form">${options}</select></label>
<label>${zh ? '保存前验证' : 'Verify before saving'}<select name="verify" data-testid="push-verify"><option value="true">${zh ? '是' : 'yes'}</option><option value="false">${zh ? '否' : 'no'}</option></select></label></div>
<button class="primary" data-testid="save-push">${zh ? '保存' : 'Save'}</button></form>
${
  address &&
  html`<div class="row"><form method="post" action="${action}/check"><button data-testid="check-push">${zh ? '推送 check_url' : 'Send check_url'}</button></form>
<form method="post" action="${action}/remove"><button class="end" data-testid="remove-push">${zh ? '删除' : 'Remove'}</button></form></div>`
}`;
}

function connectionTable(language: Language, { application, connections }: Shown): Html {
  const zh = language === 'zh';
  if (connections.length === 0) {
    return html`<p class="quiet" data-testid="no-connections">${zh ? '没有连接。' : 'None.'}</p>`;
  }
  const head = zh
    ? ['编号', '开始', '订阅', numberHead('ping 应答'), emptyHead]
    : ['Number', 'Since', 'Subscriptions', numberHead('Pings answered'), emptyHead];
  const action = `/emulator/applications/${application.clientId}/connections`;
  const rows = connections.map(
    ({
      id,
      opening,
      openedAt,
      leaving,
      pingsAnswered,
    }) => html`<tr data-testid="connection-${id}"><td>${id} ${leaving && html`<span class="tag">${zh ? '正在断开' : 'leaving'}</span>`}</td>
<td class="nowrap">${openedAt.toISOString()}</td><td>${opening.subscriptions.map(({ type, topic }) => html`<div><code>${type} ${topic}</code></div>`)}</td>
<td class="number">${pingsAnswered}</td><td><div class="row"><form method="post" action="${action}/disconnect"><button name="id" value="${id}" data-testid="disconnect-${id}">${zh ? '通知断开' : 'Disconnect'}</button></form>
<form method="post" action="${action}/cut"><button class="end" name="id" value="${id}" data-testid="cut-${id}">${zh ? '直接切断' : 'Cut'}</button></form></div></td></tr>`,
  );
  return table(zh ? 'Stream 连接' : 'Stream connections', head, rows);
}
