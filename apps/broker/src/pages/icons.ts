import { type Html, html } from './html.js';

/** Drawn on a 24 × 24 grid; the circle is in every one, so a shape and not a colour tells them apart. */
const glyphs = {
  check: 'm7.8 12.4 2.9 2.9 5.6-6.1',
  exclamation: 'M12 7v6.2M12 16.6v.2',
  minus: 'M8 12h8',
  clock: 'M12 7.2V12l3.2 2.2',
  arrowBack: 'M16 12H8.4m3.2-3.4L8.2 12l3.4 3.4',
  person: 'M12 12.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2ZM7.4 17.2c.8-2 2.5-3 4.6-3s3.8 1 4.6 3',
  pause: 'M10 8.6v6.8M14 8.6v6.8',
  cross: 'm9 9 6 6m0-6-6 6',
} as const;

export type Glyph = keyof typeof glyphs;

/** Decoration: the heading beside it says the same in words. */
export const icon = (glyph: Glyph): Html =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="10"/><path d="${glyphs[glyph]}"/></svg>`;
