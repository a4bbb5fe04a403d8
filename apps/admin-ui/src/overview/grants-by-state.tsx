import { useTranslation } from 'react-i18next';
import { grantStates, type Overview } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { Quantity, useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { GrantStateTag, type ShownState } from '../grants/grant-state-tag.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';

interface Part {
  state: ShownState;
  count: number;
  filter: Record<string, string>;
}

/** One bar for the shape, and below it the words and numbers, each a way into the list behind it. */
export function GrantsByState({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  const { grantsCountedAt } = overview;
  const parts = partsOf(overview);
  return (
    <Section title={t('overview.grantsByState')}>
      <div className="state-bar" aria-hidden>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ state, count }) => (
            <span key={state} style={{ flexGrow: count, background: states[state].mark }} />
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
          {parts.map(({ state, count, filter }) => (
            <tr key={state}>
              <td>
                <GrantStateTag state={state} />
              </td>
              <td className="number">
                <Link href={addressOf('grants', filter)} aria-label={`${t(`states.${state}`)}: ${grouped(count)}`}>
                  <Quantity value={count} />
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet note-below">
        {grantsCountedAt ? (
          <>
            {t('overview.countedAt')} <Instant at={grantsCountedAt} />
          </>
        ) : (
          t('overview.notCounted')
        )}
      </p>
    </Section>
  );
}

/** Whose refresh got no answer stands apart: operators act on those apart. */
function partsOf({ grantsByState, indeterminate }: Overview): Part[] {
  return grantStates.flatMap((state): Part[] =>
    state === 'needs_consent'
      ? [
          { state, count: grantsByState.needs_consent - indeterminate, filter: { state } },
          { state: 'indeterminate', count: indeterminate, filter: { state, reason: 'indeterminate' } },
        ]
      : [{ state, count: grantsByState[state], filter: { state } }],
  );
}
