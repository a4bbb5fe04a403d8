import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { IdSearch } from '../list/id-search.js';
import { KindSearch } from '../list/kind-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { isRange, RangeSelect, useStartOf } from '../list/time-range.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { RevocationTable } from './revocation-table.js';

const idKinds = ['userId', 'unionId', 'corpId'] as const;

const rules: FilterRules<(typeof idKinds)[number] | 'application' | 'actor' | 'range'> = {
  userId: isId,
  unionId: isId,
  corpId: isId,
  application: (value) => /^[a-z][a-z0-9-]{1,40}$/.test(value),
  actor: isId,
  range: isRange,
};

export function RevocationsPage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const { range, ...exact } = filters.values;
  const from = useStartOf(range);
  const query = { ...exact, from, cursor };
  const revocations = useQuery({
    queryKey: ['revocations', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/revocations', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.revocations')}
        filters={filters}
        curl={curlOf('/admin/v1/revocations', query)}
        docs={['Revocations', 'listRevocations']}
        refresh={() => void revocations.refetch()}
      >
        <KindSearch
          label={t('revocations.whose')}
          kindLabel={t('revocations.whoseKind')}
          kinds={idKinds.map((value) => ({ value, label: t(`revocations.kinds.${value}`) }))}
          values={exact}
          find={filters.change}
        />
        <IdSearch
          label={t('revocations.application')}
          value={exact.application}
          find={(application) => filters.change({ application })}
        />
        <IdSearch label={t('revocations.by')} value={exact.actor} find={(actor) => filters.change({ actor })} />
        <RangeSelect range={range} choose={(next) => filters.change({ range: next })} />
      </ListHeader>
      <ListRegion
        query={revocations}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('revocations.nothingYet'), meaning: t('revocations.nothingYetMeaning') }}
      >
        {(items) => <RevocationTable revocations={items} />}
      </ListRegion>
    </>
  );
}
