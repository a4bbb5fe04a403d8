import { plainText } from '../../pages/foreign-text.js';
import { html } from '../../pages/html.js';
import { type Glyph, icon } from '../../pages/icons.js';
import { pageDocument } from '../../pages/page-document.js';
import type { PageLanguage } from '../../pages/page-language.js';
import type { ConsentPageCode, ConsentPageModel } from './consent-page.model.js';
import { copyScript } from './copy-script.js';
import { actionsOf } from './page-actions.js';
import { withWebAddresses } from './page-addresses.js';
import { pageFooter, pageHeader } from './page-frame.js';
import { failureText, grantedText, hasMissing, titleOf } from './page-text.js';
import { consentWords } from './words.js';

type Mark = 'done' | 'notice' | 'ended' | 'paused' | 'failed';

/** Vermilion is for what failed on our side only: a person who refused, or followed an old link, did nothing wrong. */
const pictures: Record<ConsentPageCode | 'fewer', [Glyph, Mark]> = {
  granted: ['check', 'done'],
  fewer: ['exclamation', 'notice'],
  consent_rejected: ['minus', 'ended'],
  consent_expired: ['clock', 'ended'],
  consent_step_used: ['check', 'ended'],
  consent_other_browser: ['arrowBack', 'notice'],
  consent_other_person: ['person', 'notice'],
  consent_not_member: ['person', 'notice'],
  consent_link_invalid: ['exclamation', 'ended'],
  sign_in_refused: ['minus', 'ended'],
  operator_unknown: ['person', 'notice'],
  dingtalk_unavailable: ['clock', 'notice'],
  application_misconfigured: ['cross', 'failed'],
  identity_unavailable: ['cross', 'failed'],
  application_suspended: ['pause', 'paused'],
  in_client_elsewhere: ['arrowBack', 'notice'],
  in_client_too_old: ['arrowBack', 'notice'],
  in_client_failed: ['cross', 'failed'],
  in_client_to_admin: ['clock', 'notice'],
  in_client_code_refused: ['exclamation', 'notice'],
  in_client_organisation: ['person', 'notice'],
  internal_error: ['cross', 'failed'],
};

/**
 * The page a consent ends on, whole: no other request is made for it, and it reads and works without JavaScript.
 * `nonce` goes on its one style and its one script. Text of others in the model may be anything at all.
 */
export function renderConsentPage(given: ConsentPageModel, language: PageLanguage, nonce: string): string {
  const model = withWebAddresses(given);
  const words = consentWords[language];
  const succeeded = model.code === 'granted';
  const [glyph, mark] = pictures[hasMissing(model) ? 'fewer' : model.code];
  const title = titleOf(model, words);

  return pageDocument({
    language,
    title: model.application ? `${title} · ${plainText(model.application)}` : title,
    nonce,
    styles: `:root{--mark:var(--${mark})}`,
    content: html`${pageHeader(model, language)}
<main>
${icon(glyph)}
<h1>${title}</h1>
${succeeded ? grantedText(model, words, language) : failureText(model, words, language)}
${actionsOf(model, words, language)}
</main>
${pageFooter(model, words, language)}`,
    ...(!succeeded && { script: copyScript }),
  });
}
