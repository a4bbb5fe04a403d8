import { Html, html } from '../pages/html.js';

/**
 * DingTalk's subset of Markdown: headings, quotes, lists, bold, italics, links and pictures, which are shown as links. So a text that was
 * to be shown as it is, and was not made harmless, is seen to be something else here too.
 */
export function markdown(text: string): Html {
  return html`${text
    .split(/\n{2,}|\n(?=\s*(?:[#>]|[-*+] |\d+\. ))/)
    .filter((block) => block.trim() !== '')
    .map(block)}`;
}

function block(text: string): Html {
  const [, hashes = '', heading] = /^\s*(#{1,6}) +(.*)$/s.exec(text) ?? [];
  if (heading !== undefined) {
    return hashes.length < 3 ? html`<h2>${inline(heading)}</h2>` : html`<h3>${inline(heading)}</h3>`;
  }
  const [, quoted] = /^\s*> ?(.*)$/s.exec(text) ?? [];
  if (quoted !== undefined) return html`<blockquote>${inline(quoted)}</blockquote>`;
  const [, item] = /^\s*(?:[-*+]|\d+\.) +(.*)$/s.exec(text) ?? [];
  if (item !== undefined) return html`<ul><li>${inline(item)}</li></ul>`;
  return html`<p>${inline(text)}</p>`;
}

/** Escaped first; what is found in the rest makes markup of it. Addresses by themselves become links too, as in the client. */
function inline(text: string): Html {
  const escaped = html`${text}`.text;
  const linked = escaped
    .replace(/!?\[([^\]]*)\]\((https?:[^\s)]+)\)/g, (_, label, url) => link(url, label))
    .replace(/(^|[\s(])(https?:\/\/[^\s<"]+)/g, (_, before, url) => before + link(url, url));
  return new Html(
    linked
      .replace(/\*\*([^*]+)\*\*/g, '<strong>$1</strong>')
      .replace(/(^|[^*])\*([^*\s][^*]*)\*/g, '$1<em>$2</em>')
      .replaceAll('\n', '<br>'),
  );
}

const link = (url: string, label: string): string =>
  `<a href="${url}" rel="noreferrer" data-testid="link-in-text">${label || url}</a>`;
