import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client.js';
import type { OverviewRange } from '../api/types.js';

export const ranges = ['1h', '24h', '7d', '30d'] as const satisfies readonly OverviewRange[];
export const isOverviewRange = (value: string): value is OverviewRange => ranges.some((range) => range === value);

/** What happened over time; the figures behind it are a few seconds old. */
export const useSeries = (range: OverviewRange) =>
  useQuery({
    queryKey: ['overview-series', range],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/overview/series', { params: { query: { range } }, signal })),
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
  });
