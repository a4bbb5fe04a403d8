import { useLanguage } from '../i18n/i18n.js';
import { useNow } from './clock.js';

/** What is left until `at`: hours and minutes, in the last minute seconds; nothing once it has passed. Not announced, it would never stop. */
export function Remaining({ at }: { at: string }) {
  const { tag } = useLanguage();
  const seconds = Math.ceil((Date.parse(at) - useNow(1000)) / 1000);
  return seconds > 0 ? <span className="number">{inUnits(seconds, tag)}</span> : null;
}

function inUnits(seconds: number, tag: string): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return quantity(seconds, 'second', tag);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return quantity(minutes, 'minute', tag);
  return `${quantity(hours, 'hour', tag)} ${quantity(minutes % 60, 'minute', tag)}`;
}

/** Chinese typography sets a number apart from the word after it; Intl does not. */
const quantity = (value: number, unit: 'hour' | 'minute' | 'second', tag: string): string =>
  new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'short' })
    .format(value)
    .replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
