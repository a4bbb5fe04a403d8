/** Markup that is already safe to send. Only `html` makes it from text. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | false | undefined | readonly Value[];

/** A template whose values are escaped, unless they are markup themselves; `false` and `undefined` leave nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(strings.reduce((text, part, index) => `${text}${render(values[index - 1])}${part}`));
}

/** What people typed: its direction cannot leak, controls show as □, and Chinese is drawn with Chinese glyphs. */
export function typed(text: string): Html {
  const visible = text.replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '□');
  return /\p{Script=Han}/u.test(visible) ? html`<bdi lang="zh-CN">${visible}</bdi>` : html`<bdi>${visible}</bdi>`;
}

function render(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
