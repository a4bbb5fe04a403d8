import { useTranslation } from 'react-i18next';
import type { RecordedRevocation } from '../api/types.js';
import { useNow } from '../display/clock.js';
import { useGrouped } from '../display/quantity.js';
import { Remaining } from '../display/remaining.js';

/** What of a revocation goes on working, and for how long; DingTalk cannot end a token early. */
export function StillLive({ revocation: { liveHandouts, upstreamLiveUntil } }: { revocation: RecordedRevocation }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const grouped = useGrouped();
  if (liveHandouts === null) return <span className="quiet">{t('revocations.counting')}</span>;
  const live = liveHandouts.filter(({ expiresAt }) => Date.parse(expiresAt) > now);
  const last = [upstreamLiveUntil ?? '', ...live.map(({ expiresAt }) => expiresAt)].sort().at(-1) ?? '';
  if (!last || Date.parse(last) <= now) return <span className="quiet">{t('revocations.noneLive')}</span>;
  return (
    <span className="number">
      {live.length > 0 && `${t('revocations.live', { count: live.length, value: grouped(live.length) })} · `}
      <Remaining at={last} />
    </span>
  );
}
