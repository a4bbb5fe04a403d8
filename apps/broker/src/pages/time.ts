import { type Html, html } from './html.js';
import type { PageLanguage } from './page-language.js';

const zone = { zh: '（北京时间）', en: ' (UTC+8)' };
const HOUR_MS = 3_600_000;

/** A page that works without a script cannot know the reader's zone, so it names the one it uses. */
export function beijingTime(instant: Date, language: PageLanguage): Html {
  return html`<time datetime="${instant.toISOString()}">${inBeijing(instant)}</time>${zone[language]}`;
}

function inBeijing(instant: Date): string {
  const shifted = new Date(instant.getTime() + 8 * HOUR_MS).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}
