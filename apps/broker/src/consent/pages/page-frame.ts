import { foreignText } from '../../pages/foreign-text.js';
import { type Html, html } from '../../pages/html.js';
import { languageSwitch } from '../../pages/language-switch.js';
import type { PageLanguage } from '../../pages/page-language.js';
import type { ConsentPageModel } from './consent-page.model.js';
import { referenceIsTheAct, switchingIsTheAct } from './page-actions.js';
import { namedOrganisation } from './page-text.js';
import type { ConsentWords } from './words.js';

export function pageHeader({ languageUrl }: ConsentPageModel, current: PageLanguage): Html {
  return html`<header>${languageSwitch(current, languageUrl ?? { zh: '?lang=zh', en: '?lang=en' })}</header>`;
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
