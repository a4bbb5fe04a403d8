import { useTranslation } from 'react-i18next';
import { Bar, BarChart, CartesianGrid, ReferenceArea, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { OverviewSeries } from '../api/types.js';
import { exactTime } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { useLanguage } from '../i18n/i18n.js';
import { addressOf, useNavigate } from '../location/use-location.js';
import { useTheme } from '../theme/theme-choice.js';
import { outcomeColours, outcomes } from './outcomes.js';

/** The course of one number; what is not known is no bar, and nothing is a bar of no height. */
export function Sparkline({ values, colour }: { values: readonly (number | null)[]; colour: string }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        accessibilityLayer={false}
        data={thinned(values).map((value) => ({ value }))}
        margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
        barCategoryGap={1}
      >
        <Bar dataKey="value" fill={colour} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}

const SPARKS = 24;

/** So few that each can be seen: sums of neighbours, unknown only where all of them are. */
function thinned(values: readonly (number | null)[]): (number | null)[] {
  const each = Math.ceil(values.length / SPARKS);
  return Array.from({ length: Math.ceil(values.length / each) }, (_, n) => {
    const known = values.slice(n * each, (n + 1) * each).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
  });
}

/** Stacked by outcome, from nought, in the operator's time zone; stretches nothing is known of are shaded. A click opens the records. */
export function HandoutChart({ series: { points, range, bucketSeconds } }: { series: OverviewSeries }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const { tag } = useLanguage();
  const grouped = useGrouped();
  const navigate = useNavigate();
  const data = points.map(({ at, counts }) => ({ at, ...counts }));
  const gaps = gapsIn(points);
  const axis = {
    stroke: 'var(--colorBorder)',
    tick: { fill: 'var(--colorTextSecondary)', fontSize: 12 },
    tickLine: false,
  };
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 });
  return (
    <div className="chart-canvas" role="img" aria-label={t('overview.chartLabel')}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={data}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          barCategoryGap="8%"
          accessibilityLayer={false}
          onClick={() => navigate(addressOf('audit', { range }))}
        >
          <CartesianGrid vertical={false} stroke="var(--colorBorderSecondary)" />
          {gaps.map(([from, to]) => (
            <ReferenceArea
              key={from}
              x1={from}
              x2={to}
              fill="var(--colorBorderSecondary)"
              fillOpacity={0.5}
              ifOverflow="visible"
            />
          ))}
          <XAxis dataKey="at" {...axis} minTickGap={48} tickFormatter={(at: string) => tickOf(at, bucketSeconds)} />
          <YAxis
            {...axis}
            width={48}
            axisLine={false}
            allowDecimals={false}
            tickFormatter={(value: number) => compact.format(value)}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--colorBorderSecondary)', fillOpacity: 0.6 }}
            contentStyle={{
              border: '1px solid var(--colorBorderSecondary)',
              borderRadius: 6,
              background: 'var(--colorBgElevated)',
              color: 'var(--colorText)',
            }}
            itemStyle={{ color: 'var(--colorText)' }}
            labelFormatter={(at) => exactTime(new Date(String(at))).slice(0, 16)}
            formatter={(value) => grouped(Number(value))}
          />
          {outcomes.map((outcome) => (
            <Bar
              key={outcome}
              dataKey={outcome}
              name={t(`overview.outcomes.${outcome}`)}
              stackId="handouts"
              fill={states[outcomeColours[outcome]].mark}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

/** The hour within a day, the day beyond it. */
function tickOf(at: string, bucketSeconds: number): string {
  const local = exactTime(new Date(at));
  return bucketSeconds < 3_600 ? local.slice(11, 16) : local.slice(5, 16);
}

/** First and last point of each stretch that nothing is known of. */
function gapsIn(points: OverviewSeries['points']): [from: string, to: string][] {
  const gaps: [string, string][] = [];
  points.forEach(({ at, counts }, n) => {
    const last = gaps.at(-1);
    if (counts !== null) return;
    if (last && points[n - 1]?.counts === null) last[1] = at;
    else gaps.push([at, at]);
  });
  return gaps;
}
