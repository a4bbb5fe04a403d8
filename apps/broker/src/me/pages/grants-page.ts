import { scopeCatalogue } from '@app/dingtalk';
import type { GrantState } from '@app/vault';
import { fill } from '../../pages/fill.js';
import { foreignText } from '../../pages/foreign-text.js';
import { type Html, html } from '../../pages/html.js';
import { type Glyph, icon } from '../../pages/icons.js';
import type { PageLanguage } from '../../pages/page-language.js';
import { beijingTime, timeAgo } from '../../pages/time.js';
import type { MyGrant, MyGrantsView } from '../my-grants.js';
import { framed, type PageContext } from './frame.js';
import type { MeWords } from './words.js';

/** More would push the buttons out of reach; the rest is counted. */
const POINTS_MOST = 20;
const PURPOSE_CHARACTERS_MOST = 100;

const glyphs: Record<GrantState, Glyph> = {
  active: 'check',
  needs_consent: 'exclamation',
  suspended: 'pause',
  revoked: 'minus',
  expired: 'clock',
};

/** Everything that stands in the person's name, and below it what ended of late. */
export function renderGrants({ live, ended, now }: MyGrantsView, context: PageContext): string {
  const { language } = context;
  return framed(context, (words) => ({
    title: words.title,
    main: html`<h1>${words.title}</h1>
${live.length === 0 && html`<p>${words.nothing}</p>`}
${live.map((grant) => card(grant, now, words, language))}
${
  ended.length > 0 &&
  html`<h2 class="section">${words.ended}</h2>
<ul class="rows">
${ended.map((grant) => endedRow(grant, words, language))}</ul>`
}`,
  }));
}

function card(grant: MyGrant, now: Date, words: MeWords, language: PageLanguage): Html {
  const heading = `grant-${grant.id}`;
  return html`<section class="card" aria-labelledby="${heading}">
<div class="card-head"><h2 id="${heading}">${foreignText(grant.title, language)}</h2>
${stateTag(grant.state, words)}</div>
${grant.organisation !== undefined && html`<p class="aside">${foreignText(grant.organisation, language)}</p>`}
${points(grant.scopes, words, language)}
<p>${lastUse(grant, now, words, language)}</p>
${grant.state !== 'needs_consent' && html`<p class="aside">${end(grant, words, language)}</p>`}
${
  grant.state === 'needs_consent' &&
  html`<a class="button" href="/consent/${grant.application}">${words.authoriseAgain}</a>`
}
<div class="pair">
<a class="button" href="/me/grants/${grant.id}/usage" aria-describedby="${heading}">${words.usage}</a>
<a class="button ends" href="/me/grants/${grant.id}/withdraw" aria-describedby="${heading}">${words.withdraw}</a>
</div>
</section>
`;
}

function endedRow(grant: MyGrant, words: MeWords, language: PageLanguage): Html {
  return html`<li><p><strong>${foreignText(grant.title, language)}</strong>
${stateTag(grant.state, words)}</p>
<p class="aside">${grant.organisation !== undefined && html`${foreignText(grant.organisation, language)} · `}${
    grant.endedAt !== null && beijingTime(grant.endedAt, language)
  }</p>
${grant.state === 'revoked' && html`<p><a href="/me/grants/${grant.id}/withdrawn">${words.details}</a></p>`}</li>
`;
}

function stateTag(state: GrantState, words: MeWords): Html {
  return html`<span class="state ${state}">${icon(glyphs[state])}${words.states[state]}</span>`;
}

function points(scopes: readonly string[], words: MeWords, language: PageLanguage): Html {
  const more = scopes.length - POINTS_MOST;
  return html`<ul class="grants">
${scopes.slice(0, POINTS_MOST).map((code) => html`<li>${scopeCatalogue.nameOf(code, language)}</li>\n`)}${
  more > 0 && html`<li>${words.morePoints.replace('{count}', String(more))}</li>`
}
</ul>`;
}

function lastUse({ lastUse: use }: MyGrant, now: Date, words: MeWords, language: PageLanguage): Html {
  if (!use) return html`${words.neverUsed}`;
  return fill(
    words.lastUsed,
    {
      service: use.service ?? words.unknownService,
      time: timeAgo(use.at, now, language),
      purpose: use.purpose ? foreignText(use.purpose, language, PURPOSE_CHARACTERS_MOST) : undefined,
    },
    language,
  );
}

function end({ endsAt, once }: MyGrant, words: MeWords, language: PageLanguage): Html {
  const time = endsAt ? beijingTime(endsAt, language) : undefined;
  if (once) return fill(words.once, { time }, language);
  return fill(words.until, { time }, language);
}
