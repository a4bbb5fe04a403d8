import { foreignText } from '../pages/foreign-text.js';
import { html } from '../pages/html.js';
import { type Glyph, icon } from '../pages/icons.js';
import { pageDocument } from '../pages/page-document.js';
import type { PageLanguage } from '../pages/page-language.js';

/** What else than the admin UI somebody may get who comes back from the provider, with its HTTP status. */
export const signInPageStatuses = {
  openid_refused: 403,
  openid_unavailable: 503,
  openid_rejected: 400,
  sign_in_over: 403,
  sign_in_not_fresh: 403,
  operator_unknown: 403,
  operator_disabled: 403,
} as const;

export type SignInPageCode = keyof typeof signInPageStatuses;

const pictures: Record<SignInPageCode, Glyph> = {
  openid_refused: 'minus',
  openid_unavailable: 'clock',
  openid_rejected: 'cross',
  sign_in_over: 'clock',
  sign_in_not_fresh: 'exclamation',
  operator_unknown: 'person',
  operator_disabled: 'pause',
};

interface Words {
  readonly pages: Record<SignInPageCode, { readonly title: string; readonly text: string }>;
  readonly subject: string;
  readonly issuer: string;
  readonly again: string;
  readonly code: string;
  readonly reference: string;
}

const words: Record<PageLanguage, Words> = {
  zh: {
    pages: {
      openid_refused: { title: '你没有登录', text: '需要时可以重新登录。' },
      openid_unavailable: { title: '登录服务暂时没有响应', text: '请过几分钟再试，或者用操作员令牌登录。' },
      openid_rejected: {
        title: '登录没有完成',
        text: '登录服务的回答和这次登录对不上。请重新登录；如果一直这样，把编号发给所有者。',
      },
      sign_in_over: {
        title: '这次登录已失效',
        text: '它不是在这个浏览器里开始的、已经用过了，或者超过了十分钟。请重新登录。',
      },
      sign_in_not_fresh: {
        title: '还需要你重新验证身份',
        text: '登录服务没有重新验证你的身份，或者没有说明验证的时间。请重新登录；如果一直这样，请让所有者检查登录服务的设置。',
      },
      operator_unknown: {
        title: '你还不是操作员',
        text: '把下面的内容发给所有者，由所有者填到你的操作员里。登录本身不会创建操作员。',
      },
      operator_disabled: { title: '你的操作员已停用', text: '需要时请联系所有者。' },
    },
    subject: '你的标识（sub）',
    issuer: '登录服务（iss）',
    again: '重新登录',
    code: '代码',
    reference: '编号',
  },
  en: {
    pages: {
      openid_refused: { title: 'You did not sign in', text: 'You can sign in whenever you need to.' },
      openid_unavailable: {
        title: 'The sign-in service is not answering',
        text: 'Try again in a few minutes, or sign in with an operator token.',
      },
      openid_rejected: {
        title: 'Signing in was not finished',
        text: 'What the sign-in service answered does not belong to this sign-in. Try again; if it goes on, send the number below to an owner.',
      },
      sign_in_over: {
        title: 'This sign-in is over',
        text: 'It was not started in this browser, has been used, or took longer than ten minutes. Sign in again.',
      },
      sign_in_not_fresh: {
        title: 'You still have to show who you are',
        text: 'The sign-in service did not ask you again, or does not say when it did. Try again; if it goes on, ask an owner to check its settings.',
      },
      operator_unknown: {
        title: 'You are not an operator yet',
        text: 'Send what is below to an owner, who enters it at your operator. Signing in makes nobody an operator.',
      },
      operator_disabled: { title: 'Your operator is disabled', text: 'Ask an owner if you need it.' },
    },
    subject: 'Your subject (sub)',
    issuer: 'Issuer (iss)',
    again: 'Sign in again',
    code: 'Code',
    reference: 'Reference',
  },
};

interface SignInPage {
  readonly code: SignInPageCode;
  readonly reference: string;
  /** Of whoever is to be made an operator. */
  readonly person?: { readonly issuer: string; readonly subject: string };
  readonly home: string;
}

const styles = `
:root{--mark:var(--notice)}
.points{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;align-items:baseline;margin-top:16px}
.points dt{color:var(--quiet)}
.points dd{margin:0;user-select:all}
.points dt,.points dd{font-size:14px;line-height:28px}
.points dd{font-family:var(--code)}`;

/** Longer than any subject or issuer may be. */
const WHOLE = 2_048;

/** Says what happened, and what an owner needs to know. */
export function renderSignInPage(
  { code, reference, person, home }: SignInPage,
  language: PageLanguage,
  nonce: string,
): string {
  const { pages, ...said } = words[language];
  const { title, text } = pages[code];
  return pageDocument({
    language,
    title,
    nonce,
    styles,
    content: html`<main>
${icon(pictures[code])}
<h1>${title}</h1>
<p>${text}</p>
${
  code === 'operator_unknown' &&
  person &&
  html`<dl class="points">
<dt>${said.subject}</dt><dd data-testid="subject">${foreignText(person.subject, language, WHOLE)}</dd>
<dt>${said.issuer}</dt><dd>${foreignText(person.issuer, language, WHOLE)}</dd>
</dl>`
}
<div class="actions"><a class="button primary" href="${home}">${said.again}</a></div>
</main>
<footer><dl>
<dt>${said.code}</dt><dd><span>${code}</span></dd>
<dt>${said.reference}</dt><dd><span>${reference}</span></dd>
</dl></footer>`,
  });
}
