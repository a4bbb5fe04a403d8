import { useTranslation } from 'react-i18next';
import type { Grant } from '../api/types.js';
import { useNow } from '../display/clock.js';
import { exactTime } from '../display/instant.js';
import { useLanguage } from '../i18n/i18n.js';
import { hasEnded } from './grant-state-tag.js';

const dayMs = 24 * 3_600_000;

/** When the person would have to consent again if nothing renewed it, or when it ends by itself, whichever comes first. */
export function consentEndsAt({ refreshTokenExpiresAt, endsAt }: Pick<Grant, 'refreshTokenExpiresAt' | 'endsAt'>) {
  return [refreshTokenExpiresAt, endsAt].filter((at) => at !== null).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** Days while there are some, the time of day in the last. */
export function ConsentLasts({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const { tag } = useLanguage();
  const left = Date.parse(consentEndsAt(grant) ?? '') - useNow();
  if (hasEnded(grant) || Number.isNaN(left) || left <= 0) return t('display.unknown');
  const at = new Date(consentEndsAt(grant) ?? '');
  if (left < dayMs) return t('grants.lasts', { time: exactTime(at).slice(11, 16) });
  const days = new Intl.NumberFormat(tag, { style: 'unit', unit: 'day', unitDisplay: 'long' });
  return (
    <time dateTime={at.toISOString()} title={exactTime(at)}>
      {days.format(Math.floor(left / dayMs)).replace(/(\d)(?=\p{Script=Han})/u, '$1 ')}
    </time>
  );
}
