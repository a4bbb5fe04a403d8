import { fill } from '../../pages/fill.js';
import { foreignText } from '../../pages/foreign-text.js';
import { html } from '../../pages/html.js';
import { icon } from '../../pages/icons.js';
import { beijingTime } from '../../pages/time.js';
import type { WithdrawnView } from '../withdraw-grant.js';
import { framed, type PageContext } from './frame.js';

/** As they stand in DingTalk itself, which people read in Chinese. */
const dingTalkWords = { button: '解除授权', page: '应用授权管理' };

/** What ended, what still works until when, and the other place to end it in. */
export function renderWithdrawn({ grant, byPerson, live }: WithdrawnView, context: PageContext): string {
  const { language } = context;
  const { title: application } = grant;
  return framed(context, (words) => ({
    title: byPerson ? words.withdrawn : words.endedByOthers,
    main: html`${icon(byPerson ? 'check' : 'minus')}
<h1>${byPerson ? words.withdrawn : words.endedByOthers}</h1>
<p>${fill(words.noLonger, { application }, language)}</p>
${
  live.length === 0
    ? html`<p>${words.nothingLive}</p>`
    : html`<p>${words.stillLive}</p>
<ul class="rows boxed">
${live.map(
  ({
    service,
    until,
  }) => html`<li><p class="split"><strong>${foreignText(service ?? words.unknownService, language)}</strong>
<span>${fill(words.liveUntil, { time: beijingTime(until, language) }, language)}</span></p></li>
`,
)}</ul>`
}
<h2 class="section">${words.inDingTalkToo}</h2>
<p>${fill(words.inDingTalkPath, dingTalkWords, language)}</p>
<p class="aside">${fill(words.inDingTalkSearch, dingTalkWords, language)}</p>
<div class="actions"><a class="button primary" href="/me">${words.back}</a></div>`,
  }));
}
