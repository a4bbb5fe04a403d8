import { type Html, html } from './html.js';

/** A table that scrolls inside its own region when the screen is narrow, also by keyboard. */
export function table(label: string, head: readonly string[], rows: readonly Html[]): Html {
  const cells = head.map((title) => (title === '' ? html`<td></td>` : html`<th scope="col">${title}</th>`));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${cells}</tr></thead><tbody>${rows}</tbody></table></div>`;
}
