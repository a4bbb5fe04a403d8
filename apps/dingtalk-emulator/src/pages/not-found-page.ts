import { html } from './html.js';
import type { Language } from './language.js';
import type { Page } from './layout.js';

export function notFoundPage(language: Language): Page {
  const zh = language === 'zh';
  return {
    status: 404,
    title: zh ? '没有这个页面' : 'No such page',
    width: 'person',
    body: html`<div class="card" data-testid="not-found"><h1>${zh ? '没有这个页面' : 'There is no such page'}</h1>
<p><a href="/">${zh ? '首页列出了所有页面' : 'The front page lists what there is'}</a></p></div>`,
  };
}
