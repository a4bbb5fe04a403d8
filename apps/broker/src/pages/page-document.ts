import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { Html, html } from './html.js';
import { languageTags, type PageLanguage } from './page-language.js';
import { stylesheet } from './stylesheet.js';

export interface PageParts {
  readonly language: PageLanguage;
  readonly title: string;
  /** On the page's one style and its one script, if it has one. */
  readonly nonce: string;
  /** Rules of this page on top of everybody's. */
  readonly styles?: string;
  readonly content: Html;
  readonly script?: string;
  /** Of a script of ours that is too long to stand in the page; it runs when the page is complete. */
  readonly scriptUrl?: string;
}

/** A page, whole: no other request is made for it, one for a long script excepted, and it reads without JavaScript. */
export function pageDocument({ language, title, nonce, styles = '', content, script, scriptUrl }: PageParts): string {
  return html`<!doctype html>
<html lang="${languageTags[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<title>${title}</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${new Html(stylesheet)}${new Html(styles)}</style>
</head>
<body>
<div class="column">
${content}
</div>
${scriptUrl !== undefined && html`<script nonce="${nonce}" src="${scriptUrl}" defer></script>`}
${script !== undefined && html`<script nonce="${nonce}">${new Html(script)}</script>`}
</body>
</html>
`.toString();
}

interface PageReply {
  readonly status: number;
  /** What the page may send forms to. */
  readonly forms: 'none' | 'self';
  /** A form of a page without a referrer says that it comes from nowhere: its `Origin` is `null` (Fetch, "origin header"). */
  readonly referrer: 'no-referrer' | 'same-origin';
  render(nonce: string): string;
}

/** Sends a page with what browsers are to keep to. */
export function sendPage(reply: FastifyReply, { status, forms, referrer, render }: PageReply): void {
  const nonce = randomBytes(16).toString('base64url');
  void reply
    .code(status)
    .header('content-security-policy', pagePolicy(nonce, forms))
    .header('referrer-policy', referrer)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(render(nonce));
}

/** What a page may load: its own style and script, which carry the nonce, and the icon in its address bar. */
export const pagePolicy = (nonce: string, forms: 'none' | 'self'): string =>
  `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src data:; base-uri 'none'; form-action '${forms}'; frame-ancestors 'none'`;
