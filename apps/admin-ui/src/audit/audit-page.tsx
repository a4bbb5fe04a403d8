import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { useNow } from '../display/clock.js';
import { IdSearch } from '../list/id-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { AuditRecord } from './audit-record.js';
import { AuditTable } from './audit-table.js';

const idKinds = ['grantId', 'callerId', 'userId', 'unionId', 'requestId'] as const;
type IdKind = (typeof idKinds)[number];

const rangeHours = { '1h': 1, '24h': 24, '7d': 168, '30d': 720 } as const;
const ranges = ['all', '1h', '24h', '7d', '30d'] as const;
type Range = keyof typeof rangeHours;
const isRange = (value: string): value is Range => Object.hasOwn(rangeHours, value);

const rules: FilterRules<IdKind | 'type' | 'range' | 'open'> = {
  grantId: isId,
  callerId: isId,
  userId: isId,
  unionId: isId,
  requestId: isId,
  type: isId,
  range: isRange,
  open: isId,
};

export function AuditPage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const { open, range, ...exact } = filters.values;
  const cursor = useLocation().state.cursors?.at(-1);
  const from = useStartOf(range);
  const query = { ...exact, from, cursor };
  const records = useQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/audit-events', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const inAddress = idKinds.find((name) => exact[name] !== undefined);
  const [chosenKind, chooseKind] = useState<IdKind>('grantId');
  const kind = inAddress ?? chosenKind;
  const without = Object.fromEntries(idKinds.map((name) => [name, undefined]));

  return (
    <>
      <ListHeader
        title={t('nav.audit')}
        filters={filters}
        curl={curlOf('/admin/v1/audit-events', query)}
        refresh={() => void records.refetch()}
      >
        <IdSearch
          label={t('audit.search')}
          value={exact[kind]}
          whole
          find={(value) => filters.change({ ...without, [kind]: value, open: undefined })}
          before={
            <Select
              aria-label={t('audit.kind')}
              className="filter"
              value={kind}
              onChange={(next) => {
                chooseKind(next);
                if (inAddress) filters.change({ ...without, [next]: exact[inAddress] });
              }}
              options={idKinds.map((value) => ({ value, label: t(`audit.kinds.${value}`) }))}
            />
          }
        />
        <IdSearch label={t('audit.type')} value={exact.type} find={(type) => filters.change({ type })} />
        <Select
          aria-label={t('audit.range')}
          className="filter"
          value={range ?? 'all'}
          onChange={(next) => filters.change({ range: next === 'all' ? undefined : next })}
          options={ranges.map((value) => ({ value, label: t(`audit.ranges.${value}`) }))}
        />
      </ListHeader>
      <ListRegion
        query={records}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('audit.nothingYet'), meaning: t('audit.nothingYetMeaning') }}
      >
        {(items) => (
          <>
            <AuditTable records={items} open={(id) => filters.change({ open: id })} />
            {open && (
              <AuditRecord
                record={items.find(({ id }) => id === open)}
                close={() => filters.change({ open: undefined })}
              />
            )}
          </>
        )}
      </ListRegion>
    </>
  );
}

/** Resolved once per choice, by the server's clock: a list that moved its own edge would change between two pages. */
function useStartOf(range: string | undefined): string | undefined {
  const now = useNow();
  const [start, setStart] = useState<{ range: string | undefined; at: string | undefined }>();
  if (start && start.range === range) return start.at;
  const at = range && isRange(range) ? new Date(now - rangeHours[range] * 3_600_000).toISOString() : undefined;
  setStart({ range, at });
  return at;
}
