import type { PersonSession } from '../../access/person-sessions.js';
import { type Html, html } from '../../pages/html.js';

/** The name under which a form carries the token of its session. */
export const FORM_TOKEN = 'form';

/** One act, one button: a form, because a link must not change anything. */
export function form(action: string, { formToken }: PersonSession, button: Html): Html {
  return html`<form method="post" action="${action}">
<input type="hidden" name="${FORM_TOKEN}" value="${formToken}">
${button}
</form>`;
}
