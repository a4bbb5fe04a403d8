import { useTranslation } from 'react-i18next';
import type { RevocationPreview } from '../api/types.js';
import { exactTime } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';

/** What a revocation cannot take back, in numbers: DingTalk has no way to revoke a token. */
export function StaysLive({ preview: { liveHandouts, upstreamLiveUntil } }: { preview: RevocationPreview }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  return liveHandouts > 0 && upstreamLiveUntil
    ? t('revokeMany.live', {
        count: liveHandouts,
        value: grouped(liveHandouts),
        time: exactTime(new Date(upstreamLiveUntil)).slice(0, 16),
      })
    : t('revokeMany.liveNone');
}
