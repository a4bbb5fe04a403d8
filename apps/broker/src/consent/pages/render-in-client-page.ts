import type { OpenAuthQuestion } from '@app/dingtalk';
import { fill } from '../../pages/fill.js';
import { foreignText, plainText } from '../../pages/foreign-text.js';
import { type Html, html } from '../../pages/html.js';
import { languageSwitch } from '../../pages/language-switch.js';
import { pageDocument } from '../../pages/page-document.js';
import type { PageLanguage } from '../../pages/page-language.js';
import type { NamedScope } from './consent-page.model.js';
import { type InClientWords, inClientWords } from './in-client-words.js';
import { endOf, points, reasonCharactersMax } from './page-text.js';
import { type ConsentWords, consentWords } from './words.js';

export interface InClientPageModel {
  readonly application: string;
  /** The caller that asked. */
  readonly service: string | undefined;
  readonly reason: string | undefined;
  readonly endsAt: Date | undefined;
  readonly once: boolean;
  /** What `openAuth` is asked for. */
  readonly scopes: readonly NamedScope[];
  readonly myGrantsUrl: string | undefined;
  readonly state: string;
  /** Handed to `openAuth` as it is. */
  readonly question: OpenAuthQuestion;
  /** Where the answer goes. */
  readonly action: string;
  readonly retryUrl: string;
  readonly redirectUrl: string;
  readonly languageUrl: Record<PageLanguage, string>;
  readonly scriptUrl: string;
}

const styles = `
.app{display:grid;place-items:center;width:56px;height:56px;margin:0 0 16px;border-radius:12px;background:var(--primary);color:#FFF;font-size:24px;font-weight:600}
form .button{grid-row:auto}
.button[disabled]{opacity:.72;cursor:default}
.aside{margin:16px 0 0;text-align:center;font-size:14px;line-height:22px}
.aside a{display:inline-block;padding:11px 8px}
`;

/**
 * Who asks, for what, why now, and what if one refuses. Refusing works without the script; going on needs it, because only a script can
 * call `openAuth`. The script reads the form's `data-` members and knows nothing else.
 */
export function renderInClientPage(model: InClientPageModel, language: PageLanguage, nonce: string): string {
  const words = inClientWords[language];
  const shared = consentWords[language];
  const title = fill(words.title, { application: model.application }, language);
  return pageDocument({
    language,
    title: words.title.replace('{application}', plainText(model.application)),
    nonce,
    styles,
    scriptUrl: model.scriptUrl,
    content: html`<header>${languageSwitch(language, model.languageUrl)}</header>
<main>
<div class="app" aria-hidden="true">${initialOf(model.application)}</div>
<h1>${title}</h1>
<p>${whoAsks(model, words, language)}</p>
${points(model.scopes, shared, language)}
${endOf(model, shared, language)}
<p>${howToWithdraw(model, shared)}</p>
<p>${words.ifYouRefuse}</p>
${answerForm(model, words)}
</main>`,
  });
}

function whoAsks(
  { application, service, reason }: InClientPageModel,
  words: InClientWords,
  language: PageLanguage,
): Html {
  if (service === undefined) return html`${words.asksUnasked}`;
  const given = reason === undefined ? undefined : foreignText(reason, language, reasonCharactersMax);
  return fill(words.asks, { application, service, reason: given }, language);
}

function howToWithdraw({ myGrantsUrl }: InClientPageModel, words: ConsentWords): Html {
  const { before, link, after } = words.withdrawAnyTime;
  return myGrantsUrl ? html`${before}<a href="${myGrantsUrl}">${link}</a>${after}` : html`${words.withdrawInDingTalk}`;
}

/** The one button without a script is "not now"; the other is shown by the script that makes it work. */
function answerForm(model: InClientPageModel, words: InClientWords): Html {
  return html`<form method="post" action="${model.action}" id="answer" data-question="${JSON.stringify(model.question)}">
<input type="hidden" name="state" value="${model.state}">
<div class="actions">
<button class="button primary" type="button" id="go-on" data-waiting="${words.waiting}" data-sending="${words.sending}" hidden>${words.goOn}</button>
<button class="button" name="status" value="cancel" id="not-now">${words.notNow}</button>
</div>
</form>
<p id="live" class="aside" role="status"></p>
<p id="no-panel" class="aside" hidden>${words.noPanel} <a href="${model.retryUrl}">${words.tryAgain}</a></p>
<noscript><p class="aside">${words.withoutScript}</p></noscript>
<p class="aside"><a href="${model.redirectUrl}">${words.useBrowser}</a></p>`;
}

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });

function initialOf(name: string): string {
  const [first] = characters.segment(plainText(name));
  return first?.segment.toUpperCase() ?? '';
}
