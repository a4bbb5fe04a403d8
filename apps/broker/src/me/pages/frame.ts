import type { PersonSession } from '../../access/person-sessions.js';
import { fill } from '../../pages/fill.js';
import { type Html, html } from '../../pages/html.js';
import { languageSwitch } from '../../pages/language-switch.js';
import { pageDocument } from '../../pages/page-document.js';
import type { PageLanguage } from '../../pages/page-language.js';
import { form } from './form.js';
import { styles } from './styles.js';
import { type MeWords, meWords } from './words.js';

/** What every page of this flow knows of the request it answers. */
export interface PageContext {
  readonly language: PageLanguage;
  readonly nonce: string;
  readonly languageUrl: Record<PageLanguage, string>;
  /** Absent where nobody is signed in. */
  readonly person?: PersonSession;
}

/** The page around its content: the languages above, who is signed in below. */
export function framed(
  { language, nonce, languageUrl, person }: PageContext,
  content: (words: MeWords) => { title: string; main: Html; footer?: Html },
): string {
  const words = meWords[language];
  const { title, main, footer } = content(words);
  return pageDocument({
    language,
    title,
    nonce,
    styles,
    content: html`<header>${languageSwitch(language, languageUrl)}</header>
<main>
${main}
</main>
${(person || footer) && html`<footer>${person ? signedIn(person, words, language) : footer}</footer>`}`,
  });
}

function signedIn(person: PersonSession, words: MeWords, language: PageLanguage): Html {
  const name = person.name || undefined;
  return html`<div class="signed-in"><p>${fill(words.signedInAs, { name }, language)}</p>
${form('/me/sign-out', person, html`<button class="quiet" type="submit">${words.signOut}</button>`)}</div>`;
}
