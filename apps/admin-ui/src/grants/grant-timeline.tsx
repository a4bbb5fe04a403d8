import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { type FilterRules, useFilters } from '../location/use-filters.js';
import { folded } from './timeline-events.js';
import { TimelineLine } from './timeline-line.js';

const tabs = ['all', 'changes', 'handouts'] as const;
type Tab = (typeof tabs)[number];
const rules: FilterRules<'tab'> = { tab: (value) => tabs.some((tab) => tab === value) };
const pageSize = 50;

/** What happened to the grant, newest first. Reading it is recorded, so what is new waits until it is asked for. */
export function GrantTimeline({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const tab = (filters.values.tab ?? 'all') as Tab;
  const [seen, setSeen] = useState(traceOf(grant));
  const records = useInfiniteQuery({
    queryKey: ['audit', 'of-grant', grant.id, tab],
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { grantId: grant.id, only: tab === 'all' ? undefined : tab, limit: pageSize, cursor };
      return answerOf(api.GET('/admin/v1/audit-events', { params: { query }, signal }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const look = () => {
    setSeen(traceOf(grant));
    void records.refetch();
  };
  const entries = folded(records.data?.pages.flatMap(({ items }) => items) ?? []);
  return (
    <Section
      title={
        <span className="timeline-head">
          {t('timeline.title')}
          {traceOf(grant) !== seen && (
            <Button type="link" size="small" onClick={look}>
              {t('timeline.new')}
            </Button>
          )}
        </span>
      }
    >
      <Segmented
        aria-label={t('timeline.show')}
        value={tab}
        onChange={(next) => filters.change({ tab: next === 'all' ? undefined : next })}
        options={tabs.map((value) => ({ value, label: t(`timeline.tabs.${value}`) }))}
      />
      {records.error && <ProblemPanel error={records.error} retry={() => void records.refetch()} />}
      {records.isPending && <LoadingRows rows={6} />}
      {records.data && entries.length === 0 && <p className="quiet">{t('timeline.nothing')}</p>}
      <ol className="timeline">
        {entries.map((entry) => (
          <TimelineLine key={entry.first.id} entry={entry} />
        ))}
      </ol>
      {records.hasNextPage && (
        <Button loading={records.isFetchingNextPage} onClick={() => void records.fetchNextPage()}>
          {t('list.older')}
        </Button>
      )}
    </Section>
  );
}

/** Differs once something has happened that leaves a record. */
const traceOf = ({ state, reason, observedAt, lastHandoutAt, accessTokenExpiresAt }: Grant): string =>
  [state, reason, observedAt, lastHandoutAt, accessTokenExpiresAt].join(' ');
