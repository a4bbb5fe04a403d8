import { type Html, html, typed } from '../pages/html.js';
import type { Language, Words } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import { pointOf } from '../world/points.table.js';
import type { Conversation, Decision, Entry } from './conversation.js';

interface Place {
  readonly language: Language;
  /** Path of the pages of this kind of conversation. */
  readonly path: string;
  readonly applicationName: string;
  readonly personName: string;
  /** What DingTalk does here. */
  readonly real: readonly Words[];
}

/** What was said and sent, and the card whose button the conversation waits for. */
export function conversationPage(conversation: Conversation, { language, path, real, ...names }: Place): Page {
  const zh = language === 'zh';
  const { id, parties, state, entries } = conversation;
  const ends: Record<Conversation['state'], Words> = {
    asking: { zh: '等你决定', en: 'waits for you' },
    running: { zh: '进行中', en: 'under way' },
    ended: { zh: '已结束', en: 'over' },
  };
  return {
    title: parties.title,
    width: 'person',
    body: html`<h1>${typed(parties.title)}</h1>
<p class="lead">${typed(names.applicationName)} · ${typed(names.personName)} <span class="tag off" data-testid="state">${ends[state][language]}</span></p>
${entries.map((entry) => html`<section class="card said">${entryOf(entry, { language, id, path, ...names })}</section>`)}
<p class="lead"><a href="${path}" data-testid="again">${zh ? '再来一次' : 'Start another'}</a></p>`,
    real,
  };
}

/** Rows of earlier conversations, newest first. */
export function conversationList(conversations: readonly Conversation[], path: string): Html {
  const latest = conversations.slice(-20).reverse();
  return html`<ul class="points">${latest.map(
    ({ id, parties }) =>
      html`<li><a href="${path}/${id}" data-testid="conversation-${id}">${id}. ${typed(parties.title)}</a> <code>${parties.clientId} ${parties.person}</code></li>`,
  )}</ul>`;
}

type Here = Omit<Place, 'real'> & { readonly id: string };

function entryOf(entry: Entry, here: Here): Html {
  const zh = here.language === 'zh';
  switch (entry.kind) {
    case 'person':
      return html`<h2>${typed(here.personName)}</h2><p data-testid="said">${typed(entry.text)}</p>`;
    case 'consent': {
      const app = typed(here.applicationName);
      const points = entry.points
        .map(pointOf)
        .map(
          (point) =>
            html`<li data-testid="point-${point.code}">${point[here.language]} <code>${point.code}</code></li>`,
        );
      return html`<div data-testid="card"><h2>${zh ? html`${app} 申请获取你的以下权限` : html`${app} asks for these permissions of yours`}</h2>
<ul class="points">${points}</ul>${buttons(entry.decision, zh ? ['不允许访问', '允许访问'] : ['Do not allow', 'Allow'], here)}</div>`;
    }
    case 'confirm':
      return html`<div data-testid="card"><h2>${zh ? '确认后执行' : 'To be confirmed'}</h2><p><code>${entry.text}</code></p>${buttons(entry.decision, zh ? ['取消', '确认'] : ['Cancel', 'Confirm'], here)}</div>`;
    case 'call':
      return html`<div data-testid="call"><h2>${zh ? '发出的请求' : 'What was sent'}</h2><p><code>${entry.to}</code></p>
<details><summary>${zh ? '请求头和请求体' : 'Headers and body'}</summary><ul>${Object.entries(entry.headers).map(([name, value]) => html`<li><code>${name}: ${value}</code></li>`)}</ul>
${entry.body !== undefined && html`<p><code>${entry.body}</code></p>`}</details></div>`;
    case 'answer':
      return html`<div data-testid="answer"><h2>${typed(here.applicationName)}</h2><p>${typed(entry.text)}</p>
${entry.status !== undefined && html`<p class="quiet small">HTTP ${entry.status}</p>`}</div>`;
    case 'problem':
      return html`<div role="alert" data-testid="problem"><h2>${typed(here.applicationName)} <span class="tag end">${entry.code}</span></h2><p>${typed(entry.text)}</p></div>`;
  }
}

function buttons(decision: Decision | undefined, [refuse, agree]: readonly string[], { id, path }: Here): Html {
  if (decision) return html`<p class="quiet" data-testid="decided">${decision === 'agree' ? agree : refuse}</p>`;
  return html`<form method="post" action="${path}/${id}/decision" class="pair">
<button name="decision" value="refuse" data-testid="card-refuse">${refuse}</button><button name="decision" value="agree" class="primary" data-testid="card-agree">${agree}</button></form>`;
}
