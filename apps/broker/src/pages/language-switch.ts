import { type Html, html } from './html.js';
import { languageTags, type PageLanguage } from './page-language.js';

const languages: [PageLanguage, string][] = [
  ['zh', '中文'],
  ['en', 'EN'],
];

const label = { zh: '语言', en: 'Language' };

/** Links to the same page in the other language. */
export function languageSwitch(current: PageLanguage, urls: Record<PageLanguage, string>): Html {
  return html`<nav aria-label="${label[current]}"><ul>
${languages.map(([language, name]) => {
  const tag = languageTags[language];
  return language === current
    ? html`<li><span aria-current="true">${name}</span></li>\n`
    : html`<li><a href="${urls[language]}" lang="${tag}" hreflang="${tag}">${name}</a></li>\n`;
})}</ul></nav>`;
}
