import { type Html, html } from './html.js';
import type { PageLanguage } from './page-language.js';

const zone = { zh: '（北京时间）', en: ' (UTC+8)' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A page that works without a script cannot know the reader's zone, so it names the one it uses. */
export function beijingTime(instant: Date, language: PageLanguage): Html {
  return html`<time datetime="${instant.toISOString()}">${inBeijing(instant)}</time>${zone[language]}`;
}

/** Of the last day how long ago, before that the time; `now` is the database's. */
export function timeAgo(instant: Date, now: Date, language: PageLanguage): Html {
  const age = Math.max(0, now.getTime() - instant.getTime());
  if (age >= DAY_MS) return beijingTime(instant, language);
  const text =
    age < MINUTE_MS
      ? { zh: '刚刚', en: 'just now' }
      : age < HOUR_MS
        ? { zh: `${Math.floor(age / MINUTE_MS)} 分钟前`, en: `${Math.floor(age / MINUTE_MS)} min ago` }
        : { zh: `${Math.floor(age / HOUR_MS)} 小时前`, en: `${Math.floor(age / HOUR_MS)} h ago` };
  return html`<time datetime="${instant.toISOString()}" title="${inBeijing(instant)}${zone[language]}">${text[language]}</time>`;
}

function inBeijing(instant: Date): string {
  const shifted = new Date(instant.getTime() + 8 * HOUR_MS).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}
