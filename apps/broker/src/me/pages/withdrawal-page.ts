import { fill } from '../../pages/fill.js';
import { html } from '../../pages/html.js';
import { beijingTime } from '../../pages/time.js';
import type { WithdrawalView } from '../my-grants.js';
import { form } from './form.js';
import { framed, type PageContext } from './frame.js';

/** The one question before a grant ends: what goes on living, and until when. Needs no script, so it is a page and not a sheet. */
export function renderWithdrawal({ grant, services, until }: WithdrawalView, context: PageContext): string {
  const { language, person } = context;
  const { title: application } = grant;
  const [service] = services;
  const values = {
    application,
    service,
    count: services.length > 1 ? String(services.length) : undefined,
    others: services.length > 1 ? String(services.length - 1) : undefined,
    time: until && beijingTime(until, language),
  };
  return framed(context, (words) => ({
    title: words.withdraw,
    main: html`<h1>${fill(words.withdrawFrom, { application }, language)}</h1>
<p>${fill(services.length === 2 ? words.losesAccessOfTwo : words.losesAccess, values, language)}</p>
<p>${fill(until ? words.stopsBy : words.stopsNow, values, language)}</p>
<p class="aside">${words.withdrawalIsFinal}</p>
<div class="actions">
<a class="button" href="/me">${words.cancel}</a>
${person && form(`/me/grants/${grant.id}/withdraw`, person, html`<button class="button ends solid" type="submit">${words.withdraw}</button>`)}
</div>`,
  }));
}
