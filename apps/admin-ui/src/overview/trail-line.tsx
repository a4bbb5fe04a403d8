import { CheckCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types.js';
import { ExactInstant, Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';

/** What is proven of the trail, and how it is known: the line that stands there every day. */
export function TrailLine({ trail: { coveredUntil, verification } }: { trail: Overview['trail'] }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  // Anything wrong stands above, as a line of its own.
  if (!verification?.ok) return null;
  const { at, provenUntil, unprovenRecords, anchored } = verification;
  return (
    <li>
      <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} />
      <strong>
        {t('overview.trailWhole')} {provenUntil && <ExactInstant at={provenUntil} />}
      </strong>
      <span className="quiet">
        {t('overview.verified')} <Instant at={at} /> · {t(anchored ? 'overview.anchored' : 'overview.notAnchored')}
        {unprovenRecords > 0 &&
          ` · ${t('overview.unproven', { count: unprovenRecords, value: grouped(unprovenRecords) })}`}
        {coveredUntil && (
          <>
            {' · '}
            {t('overview.signedUntil')} <Instant at={coveredUntil} />
          </>
        )}
      </span>
      <Link className="end" href={addressOf('audit')}>
        {t('overview.details')}
      </Link>
    </li>
  );
}
