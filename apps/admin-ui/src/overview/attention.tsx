import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { useGrouped } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';
import { useCheckName } from './checks.js';
import { Section } from './section.js';

/** The worst first; when there is nothing, one sentence says that everything was looked at. */
export function Attention({ overview: { checks, grantsByState } }: { overview: Overview }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  const nameOf = useCheckName();
  const failing = checks.filter(({ ok }) => !ok);
  const waiting = grantsByState.needs_consent;
  const lines = failing.length + (waiting > 0 ? 1 : 0);
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
