import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Html, html } from './html.js';
import { type Language, languageOf, type Words } from './language.js';
import { script, style } from './style.js';

/** Who looks at a page, and where the language switch brings them back to. */
export interface Viewer {
  readonly language: Language;
  /** Path and query of this page. */
  readonly here: string;
}

export const viewerOf = (request: FastifyRequest): Viewer => ({
  language: languageOf(request.headers),
  here: request.url,
});

export interface Page {
  readonly status?: number;
  readonly title: string;
  readonly body: Html;
  /** `person`: one narrow column, as the real pages; `wide`: for developers. */
  readonly width: 'person' | 'wide';
  /** What the real DingTalk does at this point, one sentence each. */
  readonly real?: readonly Words[];
  /** Of this page alone, beside the one of every page. */
  readonly script?: string;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const security = (ownScript: string | undefined): string =>
  `default-src 'none'; style-src ${hashOf(style)}; script-src ${hashOf(script)}${
    ownScript === undefined ? '' : ` ${hashOf(ownScript)}`
  }; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'`;

/** Where this emulator is reached, without a trailing slash. */
export const originOf = ({ host }: FastifyRequest): string => `http://${host}`;

export function sendPage(reply: FastifyReply, viewer: Viewer, page: Page): void {
  void reply
    .code(page.status ?? 200)
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': security(page.script),
      'cache-control': 'no-store',
    })
    .send(documentOf(viewer, page).text);
}

function documentOf({ language, here }: Viewer, { title, body, width, real, script: ownScript }: Page): Html {
  const zh = language === 'zh';
  const toLanguage = (to: Language) => `/emulator/language/${to}?back=${encodeURIComponent(here)}`;
  return html`<!doctype html>
<html lang="${zh ? 'zh-CN' : 'en'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${title} · ${zh ? '钉钉模拟器' : 'DingTalk emulator'}</title><style>${new Html(style)}</style></head>
<body>
<a class="skip" href="#main">${zh ? '跳到正文' : 'Skip to the content'}</a>
<header class="band"><a href="/" data-testid="home"><span lang="zh-CN">钉钉模拟器</span> <span lang="en">EMULATOR, not DingTalk</span></a>
<nav aria-label="${zh ? '模拟器' : 'Emulator'}"><a href="/emulator/client" data-testid="client">${zh ? '客户端' : 'Client'}</a>
<a href="/emulator/skills" data-testid="skills">${zh ? '技能' : 'Skills'}</a>
<a href="/emulator/plugins" data-testid="plugins">${zh ? '插件' : 'Plugins'}</a>
<a href="/emulator/chat" data-testid="chat">${zh ? '聊天' : 'Chat'}</a>
<a href="/emulator/events" data-testid="events">${zh ? '事件' : 'Events'}</a>
<a href="/emulator/faults" data-testid="faults">${zh ? '故障与开关' : 'Faults and switches'}</a>
<span><a href="${toLanguage('zh')}" lang="zh-CN" data-testid="language-zh" ${zh && new Html('aria-current="true"')}>中</a> /
<a href="${toLanguage('en')}" lang="en" data-testid="language-en" ${!zh && new Html('aria-current="true"')}>EN</a></span></nav></header>
<main id="main" class="${width}">${body}
${
  real &&
  html`<details data-testid="real"><summary>${zh ? '钉钉在这里怎么做' : 'What DingTalk does here'}</summary><ul>${real.map(
    (words) => html`<li>${words[language]}</li>`,
  )}</ul></details>`
}</main>
<script>${new Html(script)}</script>
${ownScript !== undefined && html`<script>${new Html(ownScript)}</script>`}
</body></html>`;
}
