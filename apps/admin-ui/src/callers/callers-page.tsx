import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { CallerTable } from './caller-table.js';
import { CreateCaller } from './create-caller.js';

export function CallersPage() {
  const { t } = useTranslation();
  const [isCreating, setCreating] = useState(false);
  const filters = useFilters({});
  const cursor = useLocation().state.cursors?.at(-1);
  const query = { cursor };
  const callers = useQuery({
    queryKey: ['callers', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/callers', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.callers')}
        filters={filters}
        curl={curlOf('/admin/v1/callers', query)}
        docs={['Callers', 'listCallers']}
        refresh={() => void callers.refetch()}
        acts={
          <ActButton permission="callers:write" onClick={() => setCreating(true)}>
            {t('createCaller.title')}
          </ActButton>
        }
      />
      {isCreating && <CreateCaller close={() => setCreating(false)} />}
      <ListRegion
        query={callers}
        filtered={false}
        clear={filters.clear}
        nothingYet={{ title: t('callers.nothingYet'), meaning: t('callers.nothingYetMeaning') }}
      >
        {(items) => <CallerTable callers={items} />}
      </ListRegion>
    </>
  );
}
