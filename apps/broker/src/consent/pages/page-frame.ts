import type { ConsentPageModel, PageLanguage } from './consent-page.model.js';
import { foreignText } from './foreign-text.js';
import { type Html, html } from './html.js';
import { referenceIsTheAct, switchingIsTheAct } from './page-actions.js';
import { namedOrganisation } from './page-text.js';
import { type ConsentWords, consentWords } from './words.js';

const languages: [PageLanguage, string][] = [
  ['zh', '中文'],
  ['en', 'EN'],
];

export function pageHeader(model: ConsentPageModel, words: ConsentWords, current: PageLanguage): Html {
  const urls = model.languageUrl ?? { zh: '?lang=zh', en: '?lang=en' };
  return html`<header><nav aria-label="${words.language}"><ul>
${languages.map(([language, name]) => {
  const tag = consentWords[language].htmlLanguage;
  return language === current
    ? html`<li><span aria-current="true">${name}</span></li>\n`
    : html`<li><a href="${urls[language]}" lang="${tag}" hreflang="${tag}">${name}</a></li>\n`;
})}</ul></nav></header>`;
}

/** Who is signed in, always; the code and the reference only where somebody may be asked about them. */
export function pageFooter(model: ConsentPageModel, words: ConsentWords, language: PageLanguage): Html {
  const failed = model.code !== 'granted';
  if (!model.signedInAs && !failed) return html``;
  return html`<footer>
${model.signedInAs && signedIn(model, model.signedInAs, words, language)}
${failed && evidence(model, words)}
</footer>`;
}

function signedIn(
  { code, switchAccountUrl }: ConsentPageModel,
  person: NonNullable<ConsentPageModel['signedInAs']>,
  words: ConsentWords,
  language: PageLanguage,
): Html {
  const organisation = namedOrganisation(person.organisation);
  const offered = switchAccountUrl && !switchingIsTheAct(code);
  return html`<p>${words.signedInAs}${foreignText(person.name, language)}${
    organisation && html` · ${foreignText(organisation, language)}`
  }</p>
${offered && html`<p>${words.notYou} <a href="${switchAccountUrl}">${words.actions.switchAccount}</a></p>`}`;
}

function evidence({ code, reference }: ConsentPageModel, words: ConsentWords): Html {
  return html`<dl>
<dt>${words.code}</dt><dd><span>${code}</span></dd>
${
  !referenceIsTheAct(code) &&
  html`<dt>${words.reference}</dt><dd><span>${reference}</span>
<button class="copy" type="button" data-copy="${reference}" hidden>${words.copy}</button></dd>`
}
</dl>
<p id="live" role="status" data-copied="${words.copied}"></p>`;
}
