import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../display/clock.js';

const rangeHours = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
const ranges = ['all', '1h', '24h', '7d', '30d'] as const;
type Range = keyof typeof rangeHours;
export const isRange = (value: string): value is Range => Object.hasOwn(rangeHours, value);

interface RangeSelectProps {
  range: string | undefined;
  /** Nothing for all of time. */
  choose(range: string | undefined): void;
}

export function RangeSelect({ range, choose }: RangeSelectProps) {
  const { t } = useTranslation();
  return (
    <Select
      aria-label={t('list.range')}
      className="filter"
      value={range ?? 'all'}
      onChange={(next) => choose(next === 'all' ? undefined : next)}
      options={ranges.map((value) => ({ value, label: t(`list.ranges.${value}`) }))}
    />
  );
}

/** Resolved once per choice, by the server's clock: a list that moved its own edge would change between two pages. */
export function useStartOf(range: string | undefined): string | undefined {
  const now = useNow();
  const [start, setStart] = useState<{ range: string | undefined; at: string | undefined }>();
  if (start && start.range === range) return start.at;
  const at = range && isRange(range) ? new Date(now - rangeHours[range] * 3_600_000).toISOString() : undefined;
  setStart({ range, at });
  return at;
}
