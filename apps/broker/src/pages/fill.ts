import { foreignText } from './foreign-text.js';
import { Html, html } from './html.js';
import type { PageLanguage } from './page-language.js';

/**
 * A sentence with `{placeholders}`. Several versions are ordered by how much they say; the first whose placeholders all
 * have a value is the one shown.
 */
export type Wording = string | readonly [string, ...string[]];

/** Strings are text of others and are treated as such; `Html` is ours. */
export type WordingValues = Record<string, string | Html | undefined>;

const placeholder = /\{(\w+)\}/;
const han = /\p{Script=Han}/u;
const latin = /[A-Za-z0-9]/;

/** The fullest version of a sentence that the values can complete; nothing at all if none can. */
export function fill(wording: Wording, values: WordingValues, language: PageLanguage): Html {
  const versions = typeof wording === 'string' ? [wording] : wording;
  const complete = versions.find((version) =>
    version.split(placeholder).every((part, index) => index % 2 === 0 || values[part] !== undefined),
  );
  const parts = (complete ?? '').split(placeholder);
  return html`${parts.map((part, index) => {
    if (index % 2 === 0) return part;
    const value = values[part];
    if (value === undefined || value instanceof Html) return value;
    return spaced(parts[index - 1] ?? '', value, parts[index + 1] ?? '', language);
  })}`;
}

/** Chinese typography keeps Latin words apart from Chinese ones: “返回 hr-bot”, but “返回排班服务”. */
function spaced(before: string, value: string, after: string, language: PageLanguage): Html {
  const text = value.trim();
  const left = han.test(before.at(-1) ?? '') && latin.test(text.at(0) ?? '');
  const right = latin.test(text.at(-1) ?? '') && han.test(after.at(0) ?? '');
  return html`${left && ' '}${foreignText(text, language)}${right && ' '}`;
}
