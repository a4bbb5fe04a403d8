import { dingtalkErrors } from '@app/dingtalk';
import { fill, type WordingValues } from '../../pages/fill.js';
import { foreignText } from '../../pages/foreign-text.js';
import { type Html, html } from '../../pages/html.js';
import type { PageLanguage } from '../../pages/page-language.js';
import { beijingTime } from '../../pages/time.js';
import type { ConsentPageModel, NamedScope } from './consent-page.model.js';
import type { ConsentWords } from './words.js';

/** More would push the buttons out of reach and the page over its weight; the rest is counted. */
const pointsMax = 40;

/** As long as a caller may make it. */
export const reasonCharactersMax = 200;

export const hasMissing = ({ code, missingScopes = [] }: ConsentPageModel): boolean =>
  code === 'granted' && missingScopes.length > 0;

export function titleOf(model: ConsentPageModel, words: ConsentWords): string {
  if (!hasMissing(model)) return words.pages[model.code].title;
  const count = model.missingScopes?.length ?? 0;
  return count === 1 ? words.fewer.titleOfOne : words.fewer.title.replace('{count}', String(count));
}

export function grantedText(model: ConsentPageModel, words: ConsentWords, language: PageLanguage): Html {
  const { grantedScopes = [], missingScopes = [], myGrantsUrl } = model;
  const { before, link, after } = words.withdrawAnyTime;
  const listed = grantedScopes.length > 0;
  const wording = listed ? words.pages.granted.text : words.grantedUnlisted;
  return html`${hasMissing(model) && html`${points(missingScopes, words, language, 'missing')}<p>${words.fewer.text}</p>`}
<p>${fill(wording, valuesOf(model, words, language), language)}</p>
${listed && points(grantedScopes, words, language)}
${reasonGiven(model, words, language)}
${endOf(model, words, language)}
<p>${myGrantsUrl ? html`${before}<a href="${myGrantsUrl}">${link}</a>${after}` : words.withdrawInDingTalk}</p>
${!model.returnUrl && html`<p class="apart">${words.closePage}</p>`}`;
}

export function failureText(model: ConsentPageModel, words: ConsentWords, language: PageLanguage): Html {
  const nothingSaved = model.code === 'consent_step_used' ? words.nothingSavedTwice : words.nothingSaved;
  return html`<p>${fill(words.pages[model.code].text, valuesOf(model, words, language), language)}</p>
${model.code === 'consent_rejected' && reasonGiven(model, words, language)}
<p>${nothingSaved}</p>
${whatDingTalkSays(model, words, language)}`;
}

/** For whoever the person shows the page to; what it means stands there too, because its table may not be reachable from here. */
function whatDingTalkSays({ dingtalkCode }: ConsentPageModel, words: ConsentWords, language: PageLanguage): Html {
  const advice = dingtalkCode === undefined ? undefined : dingtalkErrors.find(dingtalkCode);
  if (!advice) return html``;
  return html`<div class="advice"><p>${fill(words.dingtalkSays, { code: html`<code>${dingtalkCode}</code>` }, language)}${advice.cause[language]}</p>
<p>${words.actors[advice.actor]}${advice.action[language]}</p></div>`;
}

/** Whoever refused may want to read again what it was for. */
function reasonGiven({ reason, service }: ConsentPageModel, words: ConsentWords, language: PageLanguage): Html {
  if (!reason) return html``;
  const values = {
    service: service || words.unnamed.service,
    reason: foreignText(reason, language, reasonCharactersMax),
  };
  return html`<p>${fill(words.reasonGiven, values, language)}</p>`;
}

export function endOf(
  model: Pick<ConsentPageModel, 'once' | 'endsAt'>,
  words: ConsentWords,
  language: PageLanguage,
): Html {
  const time = model.endsAt && beijingTime(model.endsAt, language);
  if (model.once) return html`<p>${fill(words.onlyOnce, { time }, language)}</p>`;
  return html`${time && html`<p>${fill(words.endsByItself, { time }, language)}</p>`}`;
}

export function points(
  scopes: readonly NamedScope[],
  words: ConsentWords,
  language: PageLanguage,
  kind?: 'missing',
): Html {
  const more = scopes.length - pointsMax;
  const shown = scopes.slice(0, pointsMax);
  return html`<ul class="points${kind && ` ${kind}`}">
${shown.map((scope) => html`<li>${foreignText(scope.name[language] || scope.code, language)}</li>\n`)}${
  more > 0 && html`<li>${words.morePoints.replace('{count}', String(more))}</li>`
}
</ul>`;
}

function valuesOf(model: ConsentPageModel, words: ConsentWords, language: PageLanguage): WordingValues {
  return {
    application: model.application || words.unnamed.application,
    organisation: namedOrganisation(model.organisation),
    service: model.service || words.unnamed.service,
    person: model.signedInAs?.name || undefined,
    time: model.expiredAt && beijingTime(model.expiredAt, language),
  };
}

/** Personal applications have no organisation; the constant that stands for it would read as a typing error. */
export function namedOrganisation(name: string | undefined): string | undefined {
  return name && name !== '-' ? name : undefined;
}
