import { useTranslation } from 'react-i18next';
import { type GrantState, grantStates } from '../api/types.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { GrantStateTag } from '../grants/grant-state-tag.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';

/** One bar for the shape, and beside it the words and numbers, each a way into the list behind it. */
export function GrantsByState({ counts }: { counts: Record<GrantState, number> }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const present = grantStates.filter((state) => counts[state] > 0);
  return (
    <Section title={t('overview.grantsByState')}>
      <div className="state-bar" aria-hidden>
        {present.map((state) => (
          <span key={state} style={{ flexGrow: counts[state], background: states[state].mark }} />
        ))}
      </div>
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
                <Link href={addressOf('grants', { state })} aria-label={`${t(`states.${state}`)}: ${counts[state]}`}>
                  <Quantity value={counts[state]} />
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
