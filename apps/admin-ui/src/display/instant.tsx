import { Tooltip } from 'antd';
import { useLanguage } from '../i18n/i18n.js';
import { useNow } from './clock.js';
import { useCopy } from './short-id.js';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Up to a day ago in words, otherwise date and minute; the seconds, the zone and UTC on hover and focus. */
export function Instant({ at }: { at: string }) {
  const { tag } = useLanguage();
  const now = useNow();
  const copy = useCopy();
  const instant = new Date(at);
  const ago = now - instant.getTime();
  const utc = `${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  return (
    <Tooltip title={`${exactTime(instant)} ${offsetOf(instant)} · ${utc}`}>
      {/* A button, so that the keyboard reaches the exact time too, and can take it along. */}
      <button type="button" className="instant" onClick={() => copy(instant.toISOString())}>
        <time dateTime={at}>
          {ago >= -minuteMs && ago < dayMs ? inWords(Math.max(ago, 0), tag) : exactTime(instant).slice(0, 16)}
        </time>
      </button>
    </Tooltip>
  );
}

/** For evidence: absolute, to the second. */
export function ExactInstant({ at, withOffset = false }: { at: string; withOffset?: boolean }) {
  const instant = new Date(at);
  return (
    <time dateTime={at} className="instant" title={`${instant.toISOString().slice(0, 19).replace('T', ' ')} UTC`}>
      {exactTime(instant)}
      {withOffset && ` ${offsetOf(instant)}`}
    </time>
  );
}

/** `2026-11-20 15:42:10`, in the operator's zone. */
export function exactTime(instant: Date): string {
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * minuteMs);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** `+08:00`, the operator's zone at that instant. */
export function offsetOf(instant: Date): string {
  const minutes = -instant.getTimezoneOffset();
  const clock = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${minutes < 0 ? '-' : '+'}${clock.join(':')}`;
}

function inWords(ago: number, tag: string): string {
  const format = new Intl.RelativeTimeFormat(tag, { numeric: 'always', style: 'short' });
  // Chinese typography sets a number apart from the word after it; Intl does not.
  const words = (value: number, unit: Intl.RelativeTimeFormatUnit) =>
    format.format(value, unit).replace(/(\d)(?=\p{Script=Han})/u, '$1 ');
  if (ago < minuteMs) return words(-Math.max(1, Math.round(ago / 1000)), 'second');
  if (ago < 60 * minuteMs) return words(-Math.round(ago / minuteMs), 'minute');
  return words(-Math.round(ago / (60 * minuteMs)), 'hour');
}
