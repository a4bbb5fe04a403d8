import { fill } from '../../pages/fill.js';
import { html } from '../../pages/html.js';
import { icon } from '../../pages/icons.js';
import { framed, type PageContext } from './frame.js';

/** For whoever is not signed in: what this is, and one button. */
export function renderSignIn(application: string, context: PageContext): string {
  return framed(context, (words) => ({
    title: words.title,
    main: html`${icon('person')}
<h1>${words.title}</h1>
<p>${words.welcome}</p>
<p class="aside">${fill(words.atDingTalk, { application }, context.language)}</p>
<div class="actions">
<a class="button primary" href="/me/sign-in">${words.signIn}</a>
</div>`,
  }));
}
