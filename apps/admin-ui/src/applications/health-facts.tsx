import { useTranslation } from 'react-i18next';
import { type ApplicationHealth, grantStates } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { Quantity, useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { GrantStateTag } from '../grants/grant-state-tag.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** How many people depend on it, and whether their grants stay alive. */
export function HealthFacts({ name, health }: { name: string; health: ApplicationHealth }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { grantsByState, narrower, refreshes, forecast, grantsCountedAt } = health;
  return (
    <Section title={t('applications.health')}>
      <table className="plain">
        <thead className="unseen">
          <tr>
            <th scope="col">{t('grants.state')}</th>
            <th scope="col">{t('overview.count')}</th>
          </tr>
        </thead>
        <tbody>
          {grantStates.map((state) => (
            <tr key={state}>
              <td>
                <GrantStateTag state={state} />
              </td>
              <td className="number">
                <Link
                  href={addressOf('grants', { application: name, state })}
                  aria-label={`${t(`states.${state}`)}: ${grouped(grantsByState[state])}`}
                >
                  <Quantity value={grantsByState[state]} />
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="lines">
        <li>
          {refreshes ? (
            <span>
              <strong>{t('overview.refreshesFail', { application: name })}</strong>{' '}
              {t('overview.refreshesFailMeaning', {
                count: refreshes.failed,
                value: grouped(refreshes.failed),
                answer: refreshes.answer,
              })}
            </span>
          ) : (
            t('applications.refreshesWell')
          )}
        </li>
        {narrower > 0 && <li>{t('overview.narrower', { count: narrower, value: grouped(narrower) })}</li>}
        {forecast && forecast.within7Days > 0 && (
          <li>{t('overview.endingSoon', { count: forecast.within7Days, value: grouped(forecast.within7Days) })}</li>
        )}
        {forecast && !forecast.budgetSuffices && <li>{t('overview.budgetTooSmall', { application: name })}</li>}
      </ul>
      {grantsCountedAt && (
        <p className="quiet">
          {t('overview.countedAt')} <Instant at={grantsCountedAt} />
        </p>
      )}
    </Section>
  );
}
