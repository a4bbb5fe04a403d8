import { fill } from '../../pages/fill.js';
import { type Html, html } from '../../pages/html.js';
import type { PageLanguage } from '../../pages/page-language.js';
import type { ConsentPageCode, ConsentPageModel } from './consent-page.model.js';
import { hasMissing } from './page-text.js';
import type { ConsentWords } from './words.js';

type UrlName = 'returnUrl' | 'retryUrl' | 'switchAccountUrl' | 'redirectUrl' | 'myGrantsUrl';
type Action = [url: UrlName, words: keyof ConsentWords['actions'] | 'backTo'];

/** In order; the first that has an address is the page's one filled button. */
const actions: Record<ConsentPageCode | 'fewer', Action[]> = {
  granted: [['returnUrl', 'backTo']],
  fewer: [
    ['retryUrl', 'addMissing'],
    ['returnUrl', 'leaveIt'],
  ],
  consent_rejected: [
    ['retryUrl', 'authorise'],
    ['returnUrl', 'backTo'],
  ],
  consent_expired: [['returnUrl', 'backTo']],
  consent_step_used: [['myGrantsUrl', 'myGrants']],
  consent_other_browser: [['retryUrl', 'startAgain']],
  consent_other_person: [['switchAccountUrl', 'switchAccount']],
  consent_not_member: [['switchAccountUrl', 'switchAccount']],
  consent_link_invalid: [],
  sign_in_refused: [['retryUrl', 'signIn']],
  operator_unknown: [['switchAccountUrl', 'switchAccount']],
  dingtalk_unavailable: [['retryUrl', 'tryAgain']],
  application_misconfigured: [],
  identity_unavailable: [],
  application_suspended: [],
  in_client_elsewhere: [['redirectUrl', 'useBrowser']],
  in_client_too_old: [
    ['redirectUrl', 'useBrowser'],
    ['retryUrl', 'tryAgain'],
  ],
  in_client_failed: [
    ['retryUrl', 'tryAgain'],
    ['redirectUrl', 'useBrowser'],
  ],
  in_client_to_admin: [
    ['returnUrl', 'backTo'],
    ['retryUrl', 'tryAgain'],
  ],
  in_client_code_refused: [
    ['retryUrl', 'tryAgain'],
    ['redirectUrl', 'useBrowser'],
  ],
  in_client_organisation: [['retryUrl', 'authoriseMyself']],
  internal_error: [['retryUrl', 'tryAgain']],
};

/** Where the one useful act is to send the reference on. */
export const referenceIsTheAct = (code: ConsentPageCode): boolean =>
  code === 'application_misconfigured' || code === 'identity_unavailable';

/** There, the footer does not offer the same again. */
export const switchingIsTheAct = (code: ConsentPageCode): boolean => actions[code][0]?.[0] === 'switchAccountUrl';

/** Links, not forms: every act starts with a page of its own, so none of them needs a script. */
export function actionsOf(model: ConsentPageModel, words: ConsentWords, language: PageLanguage): Html {
  if (referenceIsTheAct(model.code)) return referenceToSend(model, words);
  const buttons = actions[hasMissing(model) ? 'fewer' : model.code]
    .map(([name, label]) => ({ url: model[name], label }))
    .filter(({ url }) => url !== undefined)
    .map(({ url, label }, index) => {
      const service = model.service || undefined;
      const text = label === 'backTo' ? fill(words.backTo, { service }, language) : words.actions[label];
      return html`<a class="button${index === 0 && ' primary'}" href="${url}"><span>${text}</span></a>\n`;
    });
  return html`${buttons.length > 0 && html`<div class="actions">\n${buttons}</div>`}`;
}

function referenceToSend({ reference }: ConsentPageModel, words: ConsentWords): Html {
  return html`<p class="reference">${words.reference} <span>${reference}</span></p>
<div class="actions">
<button class="button primary" type="button" data-copy="${reference}" hidden>${words.actions.copyReference}</button>
</div>`;
}
