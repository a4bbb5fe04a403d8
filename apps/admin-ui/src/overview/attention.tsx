import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';
import { useCheckName } from './checks.js';

/** The worst first; when there is nothing, one sentence says that everything was looked at. */
export function Attention({ overview: { checks, forecasts, grantsByState } }: { overview: Overview }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  const nameOf = useCheckName();
  const failing = checks.filter(({ ok }) => !ok);
  const waiting = grantsByState.needs_consent;
  const overloaded = forecasts.filter(({ budgetSuffices }) => !budgetSuffices);
  const ending = forecasts.filter(({ within7Days }) => within7Days > 0);
  const lines = failing.length + overloaded.length + ending.length + (waiting > 0 ? 1 : 0);
  return (
    <Section wide title={lines > 0 ? `${t('overview.attention')} (${lines})` : t('overview.attention')}>
      <ul className="lines">
        {lines === 0 && (
          <li>
            <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} />
            <span>{t('overview.allClear')}</span>
          </li>
        )}
        {failing.map(({ name, detail }) => (
          <li key={name}>
            <CloseCircleOutlined aria-hidden style={{ color: states.failure.mark }} />
            <strong>{t('overview.checkFails', { name: nameOf(name) })}</strong>
            <span className="quiet">
              <ForeignText text={detail} whole />
            </span>
          </li>
        ))}
        {overloaded.map(({ application, refreshesPerSecond, callsPerSecond }) => (
          <li key={application}>
            <CloseCircleOutlined aria-hidden style={{ color: states.failure.mark }} />
            <strong>{t('overview.budgetTooSmall', { application })}</strong>
            <span className="quiet">
              {t('overview.budgetNumbers', {
                needed: grouped(Math.ceil(refreshesPerSecond)),
                allowed: grouped(callsPerSecond),
              })}
            </span>
          </li>
        ))}
        {ending.map(({ application, within7Days }) => (
          <li key={application}>
            <ExclamationCircleOutlined aria-hidden style={{ color: states.needs_consent.mark }} />
            <strong>
              {t('overview.endingSoon', { application, count: within7Days, value: grouped(within7Days) })}
            </strong>
            <Link className="end" href={addressOf('grants', { application })}>
              {t('overview.seeThem')}
            </Link>
          </li>
        ))}
        {waiting > 0 && (
          <li>
            <ExclamationCircleOutlined aria-hidden style={{ color: states.needs_consent.mark }} />
            <strong>{t('overview.needConsent', { count: waiting, value: grouped(waiting) })}</strong>
            <Link className="end" href={addressOf('grants', { state: 'needs_consent' })}>
              {t('overview.seeThem')}
            </Link>
          </li>
        )}
      </ul>
    </Section>
  );
}
