import { foreignText } from '../../pages/foreign-text.js';
import { type Html, html } from '../../pages/html.js';
import type { PageLanguage } from '../../pages/page-language.js';
import { timeAgo } from '../../pages/time.js';
import type { UsageView, Use } from '../my-grants.js';
import { framed, type PageContext } from './frame.js';
import type { MeWords } from './words.js';

const PURPOSE_CHARACTERS_MOST = 200;

/** Who used one grant, when and what for; a page at a time, newest first. */
export function renderUsage({ grant, uses, cursor, isFirstPage, now }: UsageView, context: PageContext): string {
  const { language } = context;
  const address = `/me/grants/${grant.id}/usage`;
  return framed(context, (words) => ({
    title: words.usage,
    main: html`<h1>${words.usage}</h1>
<p class="who">${foreignText(grant.title, language)}${
      grant.organisation !== undefined && html` · ${foreignText(grant.organisation, language)}`
    }</p>
${uses.length === 0 ? html`<p>${words.neverUsed}</p>` : html`<ol class="rows">\n${uses.map((use) => row(use, now, words, language))}</ol>`}
${
  (cursor !== undefined || !isFirstPage) &&
  html`<nav class="pages" aria-label="${words.pages}">
${!isFirstPage && html`<a href="${address}">${words.newest}</a>`}
${cursor !== undefined && html`<a class="older" href="${`${address}?${new URLSearchParams({ cursor })}`}">${words.older}</a>`}
</nav>`
}
${uses.length > 0 && html`<p class="aside apart">${words.odd}</p>`}
<div class="actions"><a class="button" href="/me">${words.back}</a></div>`,
  }));
}

function row({ service, purpose, at }: Use, now: Date, words: MeWords, language: PageLanguage): Html {
  return html`<li><p class="split"><strong>${foreignText(service ?? words.unknownService, language)}</strong>
<span class="aside">${timeAgo(at, now, language)}</span></p>
<p class="aside">${purpose ? foreignText(purpose, language, PURPOSE_CHARACTERS_MOST) : words.noPurpose}</p></li>
`;
}
