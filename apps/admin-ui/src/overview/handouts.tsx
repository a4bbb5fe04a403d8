import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types.js';
import { plainText } from '../display/foreign-text.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';

/** What callers were answered; the most frequent first. Codes stay codes: they are what a log or a caller names. */
export function Handouts({ total, byOutcome }: Overview['handoutsLastHour']) {
  const { t } = useTranslation();
  const outcomes = Object.entries(byOutcome).sort(([, one], [, other]) => other - one);
  return (
    <Section title={t('overview.handouts')}>
      {total === 0 ? (
        <p>{t('overview.noHandouts')}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('overview.outcome')}</th>
              <th scope="col" className="number">
                {t('overview.count')}
              </th>
            </tr>
          </thead>
          <tbody>
            {outcomes.map(([outcome, count]) => (
              <tr key={outcome}>
                <td>
                  <code>{plainText(outcome)}</code>
                </td>
                <td className="number">
                  <Quantity value={count} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="total">
              <th scope="row">{t('overview.total')}</th>
              <td className="number">
                <Quantity value={total} />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}
