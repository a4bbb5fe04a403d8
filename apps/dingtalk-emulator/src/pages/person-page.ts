import type { CalendarEvent } from '../gateway/calendars.js';
import type { Todo } from '../gateway/todos.js';
import type { Consent } from '../tokens/consents.js';
import type { Person } from '../world/directory.js';
import { pointOf } from '../world/points.table.js';
import { type Html, html, typed } from './html.js';
import type { Language } from './language.js';
import type { Page } from './layout.js';

interface Shown {
  readonly person: Person;
  readonly nameOf: (corpId: string) => string;
  readonly consents: readonly (Consent & { readonly name: string })[];
  readonly todos: readonly Todo[];
  readonly events: readonly CalendarEvent[];
}

/** What a person has allowed, with DingTalk's own word for ending it, and what was done in the person's name. */
export function personPage(language: Language, { person, nameOf, consents, todos, events }: Shown): Page {
  const zh = language === 'zh';
  const places = person.memberships.map(({ corpId }, index) => html`${index > 0 && ' · '}${typed(nameOf(corpId))}`);
  return {
    title: person.name,
    width: 'person',
    body: html`<h1>${typed(person.name)} <code class="quiet">${person.key}</code></h1>
<p class="lead">${places.length > 0 ? places : zh ? '没有加入任何组织' : 'Member of no organisation'}</p>
<section class="card"><h2>${zh ? '应用授权管理' : 'App authorisations'}</h2>${
      consents.length > 0
        ? consents.map((consent) => consentItem(language, person, consent))
        : html`<p class="quiet" data-testid="no-consents">${zh ? '没有授权过应用。' : 'No application has been authorised.'}</p>`
    }</section>
<section class="card"><h2>${zh ? '待办' : 'To-dos'}</h2>${listOf(todos, ({ id, subject, clientId }) => html`<li data-testid="todo-${id}">${typed(subject)} <code>${clientId}</code></li>`, zh)}</section>
<section class="card"><h2>${zh ? '日程' : 'Events'}</h2>${listOf(events, ({ id, summary, clientId }) => html`<li data-testid="event-${id}">${typed(summary)} <code>${clientId}</code></li>`, zh)}</section>`,
    real: [
      {
        zh: '在手机上：我的 > 安全中心 > 隐私开关 > 应用授权管理 > 选择应用 > 解除授权。',
        en: 'On the phone: Me > Security centre > Privacy > App authorisations > the app > 解除授权.',
      },
      {
        zh: '解除后接口返回 403，钉钉不通知应用。刷新还能不能用没有文档；模拟器用 refreshAfterWithdrawal 切换。',
        en: "Calls get 403 afterwards and nobody tells the application. Whether a refresh still works is not documented; refreshAfterWithdrawal is the emulator's switch.",
      },
    ],
  };
}

function consentItem(language: Language, { key }: Person, consent: Shown['consents'][number]): Html {
  const zh = language === 'zh';
  const points = consent.points.map(pointOf);
  return html`<div data-testid="consent-${consent.clientId}"><div class="row between"><strong>${typed(consent.name)}</strong>
<form method="post" action="/emulator/people/${key}/withdraw"><input type="hidden" name="clientId" value="${consent.clientId}">
<button class="end" data-testid="withdraw-${consent.clientId}">${zh ? '解除授权' : 'Withdraw'}<span class="hidden"> ${consent.name}</span></button></form></div>
<ul class="points">${points.map((point) => html`<li>${point[language]} <code>${point.code}</code></li>`)}</ul></div>`;
}

function listOf<T>(items: readonly T[], show: (item: T) => Html, zh: boolean): Html {
  if (items.length === 0) return html`<p class="quiet">${zh ? '还没有。' : 'None yet.'}</p>`;
  return html`<ul class="points">${items.map(show)}</ul>`;
}
