import { type FaultKind, type FaultName, faultKinds, faultNames } from '../faults/fault.table.js';
import { type Fault, isArmed } from '../faults/faults.js';
import type { Counters } from '../traffic/counters.js';
import { operationNames } from '../traffic/operations.table.js';
import { UNKNOWN_CLIENT } from '../traffic/watch-traffic.js';
import type { Application } from '../world/applications.js';
import type { SettingValues } from '../world/settings.js';
import { type Html, html } from './html.js';
import type { Language, Words } from './language.js';
import type { Page } from './layout.js';
import { settingsForm } from './settings-form.js';
import { emptyHead, numberHead, table } from './table.js';

interface Shown {
  readonly faults: readonly Fault[];
  readonly applications: readonly Application[];
  readonly settings: SettingValues;
  readonly counters: ReturnType<Counters['snapshot']>;
  /** How many answers are held back right now. */
  readonly held: number;
  readonly origin: string;
  /** Why the last form was not accepted. */
  readonly problem?: string;
}

const groups: Record<FaultKind['group'], Words> = {
  connection: { zh: '连接', en: 'Connection' },
  answer: { zh: '应答', en: 'Answer' },
  limit: { zh: '限流', en: 'Limits' },
  token: { zh: '刷新', en: 'Refresh' },
};

const outcomes: Record<'ok' | 'refused', Words> = {
  ok: { zh: '成功的', en: 'successful ones' },
  refused: { zh: '拒绝的', en: 'refusals' },
};

/** What is broken on purpose, for which calls, how often it struck, and how to do the same from code. */
export function faultsPage(language: Language, shown: Shown): Page {
  const zh = language === 'zh';
  const active = shown.faults.filter(isArmed).length;
  return {
    status: shown.problem === undefined ? 200 : 400,
    title: zh ? '故障与开关' : 'Faults and switches',
    width: 'wide',
    body: html`<div class="row between"><h1>${zh ? '故障' : 'Faults'} <span class="tag ${active === 0 && 'off'}" data-testid="active">${zh ? `${active} 个生效中` : `${active} active`}</span></h1>
<form method="post" action="/emulator/faults/reset"><button data-testid="reset-faults">${zh ? '全部关闭' : 'Reset all'}</button></form></div>
${shown.problem !== undefined && html`<p class="card" role="alert" data-testid="problem">${zh ? '没有设置：' : 'Nothing was set: '}<code>${shown.problem}</code></p>`}
<section class="card">${
      shown.faults.length > 0
        ? activeTable(language, shown)
        : html`<p class="quiet" data-testid="no-faults">${zh ? '没有故障。所有接口都正常应答。' : 'No faults. Every call is answered properly.'}</p>`
    }</section>
<section class="card"><h2>${zh ? '设置一个故障' : 'Set a fault'}</h2>${faultForm(language, shown)}</section>
<section class="card"><h2>${zh ? '开关' : 'Switches'}</h2>${settingsForm(language, shown.settings)}</section>
<section class="card"><h2>${zh ? '调用次数' : 'Calls'}</h2>${counterTable(language, shown)}</section>`,
    real: [
      {
        zh: '每个应用每个接口每秒 20 次，超出返回 403，只有 code 能把它和没有权限区分开。',
        en: 'Allows 20 calls a second per application and interface; beyond that 403, told from a missing permission by its code only.',
      },
      {
        zh: '平台自己超过 3 秒没有结果就返回 504；同一 IP 20 秒 1 万次会被封 5 分钟。',
        en: 'Gives up after 3 s with 504; bans an address for 5 minutes after 10 000 calls in 20 s.',
      },
    ],
  };
}

function activeTable(language: Language, { faults, origin }: Shown): Html {
  const zh = language === 'zh';
  const head = zh
    ? ['故障', '应用', '接口', '接下来', numberHead('已发生'), 'curl', emptyHead]
    : ['Switch', 'For', 'Operation', 'Next', numberHead('Struck'), 'curl', emptyHead];
  return table(
    zh ? '已设置的故障' : 'Faults that are set',
    head,
    faults.map((fault) => faultRow(language, fault, origin)),
  );
}

function faultRow(language: Language, fault: Fault, origin: string): Html {
  const zh = language === 'zh';
  const { name, clientId, operation, outcome, struck, delayMs } = fault;
  const seconds = delayMs === undefined ? '' : ` ${delayMs / 1000} s`;
  return html`<tr data-testid="fault-${name}"><td class="nowrap">${faultKinds[name][language]}${seconds}</td>
<td>${clientId === undefined ? (zh ? '全部' : 'all') : html`<code>${clientId}</code>`}</td>
<td>${operation === '*' ? (zh ? '全部' : 'all') : html`<code>${operation}</code>`}${outcome && ` · ${outcomes[outcome][language]}`}</td><td class="nowrap">${next(language, fault)}</td>
<td class="number" data-testid="struck-${name}">${struck}</td>
<td class="nowrap"><code class="curl" id="curl-${name}">${curl(fault, origin)}</code> <button class="plain" hidden data-copy="curl-${name}" data-done="${zh ? '已复制' : 'Copied'}">${zh ? '复制' : 'Copy'}</button></td>
<td><form method="post" action="/emulator/faults/clear"><button name="name" value="${name}" data-testid="clear-${name}">${zh ? '关闭' : 'Clear'}</button></form></td></tr>`;
}

function next(language: Language, { times }: Fault): string {
  const zh = language === 'zh';
  if (times === undefined) return zh ? '一直' : 'always';
  if (times === 0) return zh ? '用完了' : 'used up';
  return zh ? `还有 ${times} 次` : `${times} left`;
}

function curl({ name, clientId, operation, outcome, times, delayMs }: Fault, origin: string): string {
  const body = JSON.stringify({ clientId, operation, outcome, times: times || undefined, delayMs });
  return `curl -X PUT ${origin}/emulator/api/faults/${name} -H 'Content-Type: application/json' -d '${body}'`;
}

function faultForm(language: Language, { applications }: Shown): Html {
  const zh = language === 'zh';
  const all = zh ? '全部' : 'all';
  const inGroup = (group: string): FaultName[] => faultNames.filter((name) => faultKinds[name].group === group);
  const options = Object.entries(groups).map(
    ([group, label]) =>
      html`<optgroup label="${label[language]}">${inGroup(group).map(
        (name) => html`<option value="${name}">${faultKinds[name][language]}</option>`,
      )}</optgroup>`,
  );
  return html`<form method="post" action="/emulator/faults"><div class="fields">
<label>${zh ? '故障' : 'Switch'}<select name="name" data-testid="fault-name">${options}</select></label>
<label>${zh ? '应用' : 'For'}<select name="clientId" data-testid="fault-client"><option value="">${all}</option>${applications.map(
    ({ clientId, name }) => html`<option value="${clientId}">${name} ${clientId}</option>`,
  )}</select></label>
<label>${zh ? '接口' : 'Operation'}<select name="operation" data-testid="fault-operation"><option value="*">${all}</option>${operationNames.map(
    (name) => html`<option>${name}</option>`,
  )}</select></label>
<label>${zh ? '应答（仅处理后的故障）' : 'Answers (after processing)'}<select name="outcome" data-testid="fault-outcome"><option value="">${all}</option>${Object.entries(
    outcomes,
  ).map(([outcome, label]) => html`<option value="${outcome}">${label[language]}</option>`)}</select></label>
<label>${zh ? '次数（空 = 一直）' : 'Times (empty = always)'}<input name="times" inputmode="numeric" autocomplete="off" data-testid="fault-times"></label>
<label>${zh ? '毫秒数（仅延迟、扣住）' : 'Milliseconds (wait, hold)'}<input name="delayMs" inputmode="numeric" autocomplete="off" data-testid="fault-delay"></label></div>
<button class="primary" data-testid="set-fault">${zh ? '设置' : 'Set'}</button></form>`;
}

function counterTable(language: Language, { counters, held }: Shown): Html {
  const zh = language === 'zh';
  const rows = Object.entries(counters.operations).flatMap(([operation, clients]) =>
    Object.entries(clients).map(
      ([
        clientId,
        count,
      ]) => html`<tr><td><code>${operation}</code></td><td>${clientId === UNKNOWN_CLIENT ? (zh ? '未知' : 'unknown') : html`<code>${clientId}</code>`}</td>
${[count.calls, count.ok, count.refused, count.faults, count.maxPerSecond].map((n) => html`<td class="number">${n}</td>`)}</tr>`,
    ),
  );
  if (rows.length === 0) return html`<p class="quiet">${zh ? '还没有调用。' : 'No calls yet.'}</p>`;
  const head = zh
    ? ['接口', '应用', ...['调用', '成功', '拒绝', '故障', '每秒最多'].map(numberHead)]
    : ['Operation', 'Client', ...['Calls', 'OK', 'Refused', 'Faults', 'Most per second'].map(numberHead)];
  const { refreshes, replays, codesExchanged, codeReplays } = counters;
  return html`<p class="lead">${
    zh
      ? `授权码兑换 ${codesExchanged} 次（重放 ${codeReplays} 次），刷新 ${refreshes} 次（重放 ${replays} 次），扣住应答 ${held} 个`
      : `Codes exchanged: ${codesExchanged} (replayed: ${codeReplays}) · refreshes: ${refreshes} (replayed: ${replays}) · answers held back: ${held}`
  }</p>${table(zh ? '调用次数' : 'Calls', head, rows)}`;
}
