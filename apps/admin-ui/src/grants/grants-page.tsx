import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { type Grant, type GrantState, grantStates } from '../api/types.js';
import { IdSearch } from '../list/id-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { GrantTable } from './grant-table.js';
import { RevokeDialog } from './revoke-dialog.js';

const isGrantState = (value: string): value is GrantState => grantStates.some((state) => state === value);

const rules: FilterRules<'state' | 'application' | 'userId'> = {
  state: isGrantState,
  application: (value) => /^[a-z][a-z0-9-]{1,40}$/.test(value),
  userId: isId,
};

export function GrantsPage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const [ending, setEnding] = useState<Grant>();
  const { state, application, userId } = filters.values;
  const query = { state: state && isGrantState(state) ? state : undefined, application, userId, cursor };
  const grants = useQuery({
    queryKey: ['grants', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/grants', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

  return (
    <>
      <ListHeader
        title={t('nav.grants')}
        filters={filters}
        curl={curlOf('/admin/v1/grants', query)}
        refresh={() => void grants.refetch()}
      >
        <IdSearch label={t('grants.userId')} value={userId} find={(next) => filters.change({ userId: next })} />
        <Select
          aria-label={t('grants.state')}
          className="filter"
          value={state ?? ''}
          onChange={(next) => filters.change({ state: next })}
          options={[
            { value: '', label: t('grants.anyState') },
            ...grantStates.map((value) => ({ value, label: t(`states.${value}`) })),
          ]}
        />
        <IdSearch
          label={t('grants.application')}
          value={application}
          find={(next) => filters.change({ application: next })}
        />
      </ListHeader>
      <ListRegion
        query={grants}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('grants.nothingYet'), meaning: t('grants.nothingYetMeaning') }}
      >
        {(items) => <GrantTable grants={items} revoke={setEnding} />}
      </ListRegion>
      {ending && <RevokeDialog grant={ending} close={() => setEnding(undefined)} />}
    </>
  );
}
