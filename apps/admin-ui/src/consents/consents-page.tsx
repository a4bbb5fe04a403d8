import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { type ConsentState, consentStates } from '../api/types.js';
import { KindSearch } from '../list/kind-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { SuggestFilter } from '../list/suggest-filter.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { ConsentTable } from './consent-table.js';

const isUuid = (value: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

const rules = {
  state: (value) => consentStates.some((state) => state === value),
  application: (value) => /^[a-z][a-z0-9-]{1,62}$/.test(value),
  callerId: isUuid,
  userId: isId,
  unionId: isId,
  corpId: isId,
} satisfies FilterRules<string>;

/** Who was asked for their consent, by which service, and what became of it. */
export function ConsentsPage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const { state, application, userId, unionId, corpId } = filters.values;
  const query = { ...filters.values, state: state as ConsentState | undefined, cursor };
  const consents = useQuery({
    queryKey: ['consents', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/consents', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  const applications =
    useQuery({
      queryKey: ['applications'],
      queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications', { signal })),
      staleTime: 60_000,
    }).data?.items ?? [];
  return (
    <>
      <ListHeader
        title={t('nav.consents')}
        filters={filters}
        curl={curlOf('/admin/v1/consents', query)}
        docs={['Consents', 'listConsents']}
        refresh={() => void consents.refetch()}
      >
        <KindSearch
          label={t('consents.whose')}
          kindLabel={t('consents.whoseKind')}
          kinds={(['userId', 'unionId', 'corpId'] as const).map((value) => ({
            value,
            label: t(`consents.kinds.${value}`),
          }))}
          values={{ userId, unionId, corpId }}
          find={filters.change}
        />
        <Select
          aria-label={t('consents.state')}
          className="filter"
          value={state ?? ''}
          onChange={(next) => filters.change({ state: next })}
          options={[
            { value: '', label: t('consents.anyState') },
            ...consentStates.map((value) => ({ value, label: t(`consentStates.${value}`) })),
          ]}
        />
        <SuggestFilter
          label={t('consents.application')}
          value={application}
          suggestions={applications.map(({ name }) => name)}
          choose={(next) => filters.change({ application: next })}
        />
      </ListHeader>
      <ListRegion
        query={consents}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('consents.nothingYet'), meaning: t('consents.nothingYetMeaning') }}
      >
        {(items) => <ConsentTable consents={items} />}
      </ListRegion>
    </>
  );
}
