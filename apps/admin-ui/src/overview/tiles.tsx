import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { OverviewCounts, OverviewSeries } from '../api/types.js';
import { Quantity, useGrouped } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';

const Sparkline = lazy(async () => ({ default: (await import('./charts.js')).Sparkline }));

/** Four numbers of the window with their course; each opens the records behind it, in the same window. */
export function Tiles({ series: { range, totals, points } }: { series: OverviewSeries }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  const tiles = [
    {
      name: 'handouts',
      type: 'token.handed_out,handle.handed_out,gateway.called',
      colour: states.active.mark,
      of: handedOut,
    },
    {
      name: 'refreshes',
      type: 'grant.refreshed',
      colour: states.suspended.mark,
      of: ({ refreshes }: OverviewCounts) => refreshes,
    },
    {
      name: 'failures',
      type: 'grant.refresh_failed',
      colour: states.failure.mark,
      of: ({ failures }: OverviewCounts) => failures,
    },
    {
      name: 'consents',
      type: 'consent.granted',
      colour: states.indeterminate.mark,
      of: ({ consents }: OverviewCounts) => consents,
    },
  ] as const;
  return (
    <ul className="tiles">
      {tiles.map(({ name, type, colour, of }) => (
        <li key={name}>
          <Link
            className="tile"
            href={addressOf('audit', { type, range })}
            aria-label={`${t(`overview.tiles.${name}`)}: ${grouped(of(totals))}, ${t(`overview.ranges.${range}`)}`}
            title={t(`overview.tileMeanings.${name}`)}
          >
            <span className="quiet">{t(`overview.tiles.${name}`)}</span>
            <strong>
              <Quantity value={of(totals)} />
            </strong>
            <span className="sparkline" aria-hidden>
              <Suspense fallback={null}>
                <Sparkline colour={colour} values={points.map(({ counts }) => (counts === null ? null : of(counts)))} />
              </Suspense>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const handedOut = ({ token, handle, gateway }: OverviewCounts): number => token + handle + gateway;
