import { type Html, html } from './html.js';
import type { PageLanguage } from './page-language.js';

/**
 * Everything that can hide, reorder or break a line: controls, bidi marks, embeddings and isolates, invisible spaces,
 * tag characters, lone surrogates. The two joiners stay, because emoji and several scripts are wrong without them.
 */
const unseen =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** No name needs more marks on one letter; a pile of them draws over the lines above and below. */
const piledMarks = /(\p{M}{3})\p{M}+/gu;

/** A family of four with skin colours is eleven; a character can be made to go on for ever. */
const codePointsPerCharacterMax = 12;

const characters = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Text of others as one honest line of at most `charactersMax` characters as people count them. */
export function plainText(text: string, charactersMax = 40): string {
  const kept: string[] = [];
  for (const { segment } of characters.segment(text.trim().replace(unseen, '□').replace(piledMarks, '$1'))) {
    if (kept.length === charactersMax) return `${kept.join('').trimEnd()}…`;
    kept.push([...segment].slice(0, codePointsPerCharacterMax).join(''));
  }
  return kept.join('');
}

/** Isolated, so that a right-to-left name cannot move the words around it; Chinese in an English page says that it is, or it gets Japanese glyphs. */
export function foreignText(text: string, language: PageLanguage, charactersMax?: number): Html {
  const shown = plainText(text, charactersMax);
  const chineseInEnglish = language === 'en' && /\p{Script=Han}/u.test(shown);
  return html`<bdi${chineseInEnglish && html` lang="zh-CN"`}>${shown}</bdi>`;
}
