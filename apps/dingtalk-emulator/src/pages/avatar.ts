import type { Person } from '../world/directory.js';
import { html } from './html.js';

const colours = ['#0B57E0', '#0B6B39', '#8A4B00', '#6B2FB3', '#0A5F7A'];

/** A coloured square with the person's initial. */
export function avatarOf({ key, name }: Person): string {
  const colour = colours[[...key].reduce((sum, character) => sum + character.charCodeAt(0), 0) % colours.length];
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96"><rect width="96" height="96" fill="${colour}"/><text x="48" y="62" font-size="40" text-anchor="middle" fill="#FFF" font-family="sans-serif">${initialOf(name)}</text></svg>`
    .text;
}

/** The last character stands for a Chinese name, the first for any other. */
export const initialOf = (name: string): string =>
  (/\p{Script=Han}/u.test(name) ? [...name].at(-1) : [...name][0]) ?? '';
