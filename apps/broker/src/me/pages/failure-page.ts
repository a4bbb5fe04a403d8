import { html } from '../../pages/html.js';
import { type Glyph, icon } from '../../pages/icons.js';
import type { MePageCode } from '../me-stop.js';
import { framed, type PageContext } from './frame.js';

const pictures: Record<MePageCode, Glyph> = {
  sign_in_unavailable: 'pause',
  session_ended: 'clock',
  grant_not_found: 'exclamation',
  form_refused: 'exclamation',
  internal_error: 'cross',
};

/** Says what happened to what the person wanted, and what to read out to an administrator. */
export function renderFailure(
  { code, reference }: { code: MePageCode; reference: string },
  context: PageContext,
): string {
  return framed(context, (words) => {
    const { title, text } = words.failures[code];
    return {
      title,
      main: html`${icon(pictures[code])}
<h1>${title}</h1>
<p>${text}</p>
${
  code !== 'sign_in_unavailable' &&
  html`<div class="actions"><a class="button primary" href="/me">${code === 'session_ended' ? words.signInAgain : words.back}</a></div>`
}`,
      footer: html`<dl>
<dt>${words.code}</dt><dd><span>${code}</span></dd>
<dt>${words.reference}</dt><dd><span>${reference}</span></dd>
</dl>`,
    };
  });
}
