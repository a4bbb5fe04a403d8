import type { DingTalkErrorAdvice, DingTalkErrorPlace } from '@app/dingtalk';
import { type Html, html } from '../pages/html.js';
import { languageSwitch } from '../pages/language-switch.js';
import { pageDocument } from '../pages/page-document.js';
import type { PageLanguage } from '../pages/page-language.js';
import { errorGuideWords } from './error-guide-words.js';

const styles = `
.column{max-width:960px}
h2{margin:32px 0 8px;font-size:18px;line-height:26px;font-weight:600}
article{padding:12px 0;border-top:1px solid var(--line);font-size:15px;line-height:24px}
article:target{margin-left:-15px;border-left:3px solid var(--link);padding-left:12px}
h3{margin:0 0 4px;font:600 14px/24px var(--code)}
h3 a{color:var(--text);text-decoration:none}
h3 a:hover{color:var(--link);text-decoration:underline}
article p{margin:0 0 4px}
article strong{font-weight:600}
.quiet{color:var(--quiet);font-size:14px}
@media(min-width:720px){article{display:grid;grid-template-columns:300px 1fr;column-gap:24px}}
@media(min-width:528px){.column{margin:24px auto}}
`;

const places: readonly DingTalkErrorPlace[] = ['openAuth', 'token', 'call', 'robot', 'limit', 'legacy'];

/** Every code under an address of its own, `#<code>`, so that an answer or a colleague can point at it. */
export function renderErrorGuide(
  advices: readonly DingTalkErrorAdvice[],
  language: PageLanguage,
  nonce: string,
): string {
  const words = errorGuideWords[language];
  return pageDocument({
    language,
    title: words.title,
    nonce,
    styles,
    content: html`<header>${languageSwitch(language, { zh: '?lang=zh', en: '?lang=en' })}</header>
<main>
<h1>${words.title}</h1>
<p>${words.lead}</p>
${places.map(
  (place) => html`<section>
<h2>${words.places[place]}</h2>
${advices.filter((advice) => advice.place === place).map((advice) => entry(advice, language))}</section>
`,
)}</main>`,
  });
}

function entry({ code, actor, cause, action, source }: DingTalkErrorAdvice, language: PageLanguage): Html {
  const words = errorGuideWords[language];
  const separator = language === 'zh' ? '：' : ': ';
  const unconfirmed = source === 'assumed' || source === 'third party';
  return html`<article id="${code}">
<h3><a href="#${encodeURIComponent(code)}">${code}</a></h3>
<div>
<p>${cause[language]}${unconfirmed && html` <span class="quiet">${words.unconfirmed}</span>`}</p>
<p><strong>${words.actors[actor]}${separator}</strong>${action[language]}</p>
</div>
</article>
`;
}
