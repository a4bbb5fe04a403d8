import { Html, html } from './html.js';

/** A table that scrolls inside its own region when the screen is narrow, also by keyboard. */
export function table(label: string, head: readonly (string | Html)[], rows: readonly Html[]): Html {
  const cells = head.map((title) => (title instanceof Html ? title : html`<th scope="col">${title}</th>`));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table><thead><tr>${cells}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** Head of a column of numbers. */
export const numberHead = (title: string): Html => html`<th scope="col" class="number">${title}</th>`;
/** Head of a column of buttons, whose words say enough. */
export const emptyHead: Html = html`<td></td>`;
