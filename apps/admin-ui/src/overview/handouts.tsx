import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { OverviewSeries } from '../api/types.js';
import { ExactInstant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';
import { outcomeColours, outcomes, outcomeTypes } from './outcomes.js';

const HandoutChart = lazy(async () => ({ default: (await import('./charts.js')).HandoutChart }));

interface HandoutsProps {
  series: OverviewSeries;
  asTable: boolean;
  showAsTable(asTable: boolean): void;
}

/** How requests for tokens ended, over time: stacked, each named beside its place in the stack. */
export function Handouts({ series, asTable, showAsTable }: HandoutsProps) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { range, totals, points } = series;
  const nothing = outcomes.every((outcome) => totals[outcome] === 0);
  return (
    <Section
      title={
        <span className="title-with-act">
          {t('overview.handouts')}
          {!nothing && (
            <Button size="small" onClick={() => showAsTable(!asTable)}>
              {t(asTable ? 'overview.asChart' : 'overview.asTable')}
            </Button>
          )}
        </span>
      }
    >
      {nothing && <p className="quiet">{t('overview.noHandouts')}</p>}
      {!nothing && asTable && <HandoutTable points={points} />}
      {!nothing && !asTable && (
        <div className="chart">
          <Suspense fallback={<div className="chart-canvas" />}>
            <HandoutChart series={series} />
          </Suspense>
          <ul className="chart-names">
            {[...outcomes].reverse().map((outcome) => (
              <li key={outcome}>
                <span className="swatch" aria-hidden style={{ background: states[outcomeColours[outcome]].mark }} />
                <Link href={addressOf('audit', { type: outcomeTypes[outcome], range })}>
                  {t(`overview.outcomes.${outcome}`)}
                </Link>
                <Quantity value={totals[outcome]} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {!nothing && !asTable && points.some(({ counts }) => counts === null) && (
        <p className="quiet note-below">{t('overview.gaps')}</p>
      )}
    </Section>
  );
}

/** The newest first; stretches of time in which nothing was asked are left out, those nothing is known of are not. */
function HandoutTable({ points }: Pick<OverviewSeries, 'points'>) {
  const { t } = useTranslation();
  const shown = points.filter(({ counts }) => counts !== null && outcomes.some((outcome) => counts[outcome] > 0));
  return (
    <table className="plain">
      <thead>
        <tr>
          <th scope="col">{t('overview.from')}</th>
          {outcomes.map((outcome) => (
            <th key={outcome} scope="col" className="number">
              {t(`overview.outcomes.${outcome}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...shown].reverse().map(({ at, counts }) => (
          <tr key={at}>
            <th scope="row">
              <ExactInstant at={at} />
            </th>
            {outcomes.map((outcome) => (
              <td key={outcome} className="number">
                {counts && <Quantity value={counts[outcome]} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
