import { eventForms } from '../events/envelope.js';
import { type Attempt, type EmulatedEvent, type PushState, spoils, stateOf } from '../events/event.js';
import { eventKind, eventKinds, eventTypes } from '../events/event.table.js';
import type { Application } from '../world/applications.js';
import type { Organisation } from '../world/directory.js';
import { type Html, html } from './html.js';
import type { Language, Words } from './language.js';
import type { Page } from './layout.js';
import { emptyHead, table } from './table.js';

interface Shown {
  /** Oldest first. */
  readonly events: readonly EmulatedEvent[];
  readonly applications: readonly Application[];
  readonly organisations: readonly Organisation[];
  /** Why the last form was not accepted. */
  readonly problem?: string;
}

/** Older events are left to the control API. */
const SHOWN_EVENTS = 50;

const states: Record<PushState, Words & { readonly look: string }> = {
  pending: { zh: '进行中', en: 'under way', look: '' },
  acknowledged: { zh: '已确认', en: 'acknowledged', look: 'ok' },
  failed: { zh: '失败', en: 'failed', look: 'end' },
};
const statuses: Record<Attempt['status'], Words> = {
  sent: { zh: '已发出', en: 'sent' },
  acknowledged: { zh: '已确认', en: 'acknowledged' },
  later: { zh: '稍后重推', en: 'LATER' },
  failed: { zh: '失败', en: 'failed' },
};
const wrongs: Record<(typeof spoils)[number], Words> = {
  signature: { zh: '签名', en: 'signature' },
  key: { zh: '密钥', en: 'key' },
  owner: { zh: '应用', en: 'application' },
};

/** What applications were told and what they said to it, and a form to tell them more. */
export function eventsPage(language: Language, shown: Shown): Page {
  const zh = language === 'zh';
  const { events, problem } = shown;
  const latest = events.slice(-SHOWN_EVENTS).reverse();
  const more = events.length - latest.length;
  return {
    status: problem === undefined ? 200 : 400,
    title: zh ? '事件' : 'Events',
    width: 'wide',
    body: html`<div class="row between"><h1>${zh ? '事件' : 'Events'}</h1>
<form method="post" action="/emulator/events/clear"><button data-testid="clear-events">${zh ? '清空' : 'Clear'}</button></form></div>
<p class="lead">${
      zh
        ? '人员、组织和应用的变化会自动推送；也可以手动推送任意一个。配置了回调地址的应用走 HTTP，其余走 Stream。'
        : 'Changes of people, organisations and applications are told by themselves; any event can be sent by hand. HTTP for an application with a push address, Stream for any other.'
    }</p>
${problem !== undefined && html`<p class="card" role="alert" data-testid="problem">${zh ? '没有推送：' : 'Nothing was sent: '}<code>${problem}</code></p>`}
<section class="card"><h2>${zh ? '推送一个事件' : 'Send an event'}</h2>${eventForm(language, shown)}</section>
<section class="card"><h2>${zh ? '已推送' : 'Sent'}</h2>${
      latest.length > 0
        ? eventTable(language, latest)
        : html`<p class="quiet" data-testid="no-events">${zh ? '还没有事件。' : 'No events yet.'}</p>`
    }
${more > 0 && html`<p class="lead">${zh ? `更早的 ${more} 个：` : `${more} earlier: `}<code>GET /emulator/api/events</code></p>`}</section>`,
    real: [
      {
        zh: 'HTTP 推送须在 2.5 秒内用加密的 success 应答，否则 10 秒、30 秒后各重推一次，再失败只能在几分钟内主动查询。',
        en: 'Wants a sealed success within 2.5 s; else pushes again after 10 s and after 30 s, and then keeps the event for a few minutes to be fetched.',
      },
      {
        zh: 'Stream 推送至少一次，约 60 秒未确认就重推；请按 eventId 去重。用户解除授权没有任何事件。',
        en: 'Delivers at least once over Stream, again after about 60 s: go by eventId. There is no event for a withdrawn consent.',
      },
    ],
  };
}

function eventForm(language: Language, { applications, organisations }: Shown): Html {
  const zh = language === 'zh';
  const own = zh ? '应用所在组织' : "the application's own";
  const plain = zh ? '无' : 'nothing';
  return html`<form method="post" action="/emulator/events"><div class="fields">
<label>${zh ? '应用' : 'Application'}<select name="clientId" data-testid="event-client">${applications
    .filter(({ kind }) => kind !== 'personal')
    .map(({ clientId, name }) => html`<option value="${clientId}">${name} ${clientId}</option>`)}</select></label>
<label>${zh ? '事件' : 'Event'}<select name="type" data-testid="event-type">${eventTypes.map(
    (type) => html`<option value="${type}">${eventKinds[type][language]} ${type}</option>`,
  )}</select></label>
<label>${zh ? '组织' : 'Organisation'}<select name="corpId" data-testid="event-corp"><option value="">${own}</option>${organisations.map(
    ({ corpId, name }) => html`<option value="${corpId}">${name} ${corpId}</option>`,
  )}</select></label>
<label>${zh ? '人员的 key（空 = 任意成员）' : 'Key of a person (or any)'}<input name="person" autocomplete="off" data-testid="event-person"></label>
<label>${zh ? '方式' : 'Way'}<select name="via" data-testid="event-via"><option value="">${zh ? '按应用的设置' : 'as the application is set up'}</option><option value="http">HTTP</option><option value="stream">Stream</option><option value="both">HTTP + Stream</option></select></label>
<label>eventId<input name="eventId" autocomplete="off" placeholder="${zh ? '新的' : 'a new one'}" data-testid="event-id"></label>
<label>${zh ? '份数' : 'Copies'}<input name="copies" inputmode="numeric" autocomplete="off" placeholder="1" data-testid="event-copies"></label>
<label>${zh ? '格式（HTTP）' : 'Form (HTTP)'}<select name="form" data-testid="event-form"><option value="">${zh ? '按回调地址的设置' : 'as the address is set up'}</option>${eventForms.map(
    (form) => html`<option>${form}</option>`,
  )}</select></label>
<label>${zh ? '故意弄错（HTTP）' : 'Wrong on purpose (HTTP)'}<select name="spoil" data-testid="event-spoil"><option value="">${plain}</option>${spoils.map(
    (spoil) => html`<option value="${spoil}">${wrongs[spoil][language]}</option>`,
  )}</select></label></div>
<button class="primary" data-testid="send-event">${zh ? '推送' : 'Send'}</button></form>`;
}

function eventTable(language: Language, events: readonly EmulatedEvent[]): Html {
  const zh = language === 'zh';
  const head = zh
    ? ['事件', '应用', '组织', '投递', '结果', emptyHead]
    : ['Event', 'Application', 'Organisation', 'Deliveries', 'Result', emptyHead];
  return table(
    zh ? '已推送的事件' : 'Events that were sent',
    head,
    events.map((event) => eventRow(language, event)),
  );
}

function eventRow(language: Language, event: EmulatedEvent): Html {
  const zh = language === 'zh';
  const { id, type, clientId, corpId, spoil, pushes } = event;
  const { look, ...words } = states[stateOf(event)];
  const kind = eventKind(type);
  const attempts = pushes.flatMap(({ via, attempts }) => attempts.map((attempt) => ({ via, attempt })));
  const steps = attempts.map(({ via, attempt }) => html`<li class="nowrap">${stepOf(language, via, attempt)}</li>`);
  return html`<tr data-testid="event-${id}"><td>${kind && html`<div class="nowrap">${kind[language]}</div>`}<code class="quiet">${type}</code>${
    spoil && html` <span class="tag end">${zh ? '错的：' : 'wrong '}${wrongs[spoil][language]}</span>`
  }</td><td><code>${clientId}</code></td><td><code>${corpId ?? '-'}</code></td>
<td>${steps.length > 0 ? html`<ul class="steps">${steps}</ul>` : html`<span class="quiet">${zh ? '等待 Stream 连接' : 'waits for a Stream connection'}</span>`}</td>
<td><span class="tag ${look}" data-testid="state-${id}">${words[language]}</span></td>
<td>${
    steps.length > 0 &&
    html`<form method="post" action="/emulator/events/resend"><button name="id" value="${id}" data-testid="resend-${id}">${zh ? '原样重发' : 'Send again'}<span class="hidden"> ${id}</span></button></form>`
  }</td></tr>`;
}

function stepOf(language: Language, via: string, { attempt, status, answer, replay }: Attempt): Html {
  const problem = answer?.problem;
  const again = language === 'zh' ? '重发 ' : 'again ';
  return html`${attempt}. ${replay && again}${via === 'http' ? 'HTTP' : 'Stream'} · ${statuses[status][language]}${problem !== undefined && html` <code>${problem}</code>`}`;
}
