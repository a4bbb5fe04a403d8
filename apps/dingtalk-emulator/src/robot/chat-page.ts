import { type Html, html, typed } from '../pages/html.js';
import type { Language } from '../pages/language.js';
import type { Page } from '../pages/layout.js';
import type { Person } from '../world/directory.js';
import { markdown } from './markdown.js';
import { templates } from './message.table.js';
import type { RobotMessage } from './robot-messages.js';

interface Shown {
  readonly people: readonly Person[];
  readonly person: Person | undefined;
  /** What the person was sent, oldest first. */
  readonly messages: readonly RobotMessage[];
  /** What reached nobody, of all robots. */
  readonly undelivered: readonly RobotMessage[];
  readonly nameOf: (clientId: string) => string;
}

/** Older ones are left to the control API. */
const SHOWN_MESSAGES = 50;

/** A person's chat with the robots of applications. Looking at it is reading it. */
export function chatPage(language: Language, { people, person, messages, undelivered, nameOf }: Shown): Page {
  const zh = language === 'zh';
  const latest = messages.slice(-SHOWN_MESSAGES).reverse();
  return {
    title: zh ? '聊天' : 'Chat',
    width: 'person',
    body: html`<h1>${zh ? '机器人单聊' : 'Chat with robots'}</h1>
<form method="get" action="/emulator/chat" class="card"><label>${zh ? '谁的钉钉' : 'Whose DingTalk'}<select name="person" data-testid="chat-person">${people.map(
      ({ key, name }) =>
        key === person?.key
          ? html`<option value="${key}" selected>${typed(name)} ${key}</option>`
          : html`<option value="${key}">${typed(name)} ${key}</option>`,
    )}</select></label><button data-testid="open-chat">${zh ? '打开' : 'Open'}</button></form>
${
  latest.length > 0
    ? latest.map((message) => messageCard(language, message, nameOf))
    : html`<p class="lead" data-testid="no-messages">${zh ? '还没有消息。' : 'No messages yet.'}</p>`
}
${undelivered.length > 0 && html`<section class="card"><h2>${zh ? '未送达' : 'Not delivered'}</h2><ul class="points">${undelivered.slice(-SHOWN_MESSAGES).map((message) => undeliveredRow(language, message, nameOf))}</ul></section>`}`,
    real: [
      {
        zh: '机器人单聊消息用应用自己的凭证发送，一次最多 20 人；不认识的 userId 在 invalidStaffIdList 里，被限流的在 flowControlledStaffIdList 里。',
        en: 'A robot writes one to one with its application’s own token, to 20 people at most; an unknown userId comes back in invalidStaffIdList, one held back in flowControlledStaffIdList.',
      },
      {
        zh: '一个 userId 都不认识时，有人见过 200，也有人见过 staffId.notExisted；用 robotUnknownPeople 切换。',
        en: 'Where it knows none of them, both a 200 and staffId.notExisted were seen: robotUnknownPeople is the switch.',
      },
    ],
  };
}

function messageCard(language: Language, message: RobotMessage, nameOf: Shown['nameOf']): Html {
  const { id, clientId, msgKey, msgParam, sentAt, readAt } = message;
  const shown = templates[msgKey]?.show(msgParam);
  const read = readAt !== undefined && html` · ${language === 'zh' ? '已读' : 'read'} ${timeOf(language, readAt)}`;
  return html`<section class="card said" data-testid="message-${id}"><h2>${typed(nameOf(clientId))} <code class="quiet">${clientId}</code></h2>
${shown?.plain ? html`<p>${typed(shown.text)}</p>` : markdown(shown?.text ?? '')}
${shown?.buttons.map(({ title, url }) => html`<p>${opens(url) ? html`<a class="button" href="${url}" rel="noreferrer" data-testid="message-button">${typed(title)}</a>` : html`${typed(title)} <code>${url}</code>`}</p>`)}
<p class="quiet small">${timeOf(language, sentAt)} · <code>${msgKey}</code>${read}</p></section>`;
}

function undeliveredRow(
  language: Language,
  { id, userId, corpId, clientId, state }: RobotMessage,
  nameOf: Shown['nameOf'],
) {
  const zh = language === 'zh';
  const why = state === 'flow_controlled' ? (zh ? '被限流' : 'held back') : zh ? '没有这个 userId' : 'no such userId';
  return html`<li data-testid="undelivered-${id}"><code>${corpId ?? '-'} ${userId}</code> ${why} · ${typed(nameOf(clientId))}</li>`;
}

/** The client opens web pages and its own. */
const opens = (url: string): boolean => /^(https?|dingtalk):/.test(url);

const timeOf = (language: Language, at: number): string =>
  new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en', { timeStyle: 'short', dateStyle: 'short' }).format(at);
