import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { CreateOperator } from './create-operator.js';
import { OperatorTable } from './operator-table.js';

export function OperatorsPage() {
  const { t } = useTranslation();
  const filters = useFilters({});
  const cursor = useLocation().state.cursors?.at(-1);
  const query = { cursor };
  const [isCreating, setCreating] = useState(false);
  const operators = useQuery({
    queryKey: ['operators', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/operators', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.operators')}
        filters={filters}
        curl={curlOf('/admin/v1/operators', query)}
        docs={['Operators', 'listOperators']}
        refresh={() => void operators.refetch()}
        acts={
          !isCreating && (
            <ActButton permission="operators:write" onClick={() => setCreating(true)}>
              {t('operators.create')}
            </ActButton>
          )
        }
      />
      {isCreating && <CreateOperator close={() => setCreating(false)} />}
      <ListRegion
        query={operators}
        filtered={false}
        clear={filters.clear}
        nothingYet={{ title: t('operators.nothingYet'), meaning: t('operators.nothingYetMeaning') }}
      >
        {(items) => <OperatorTable operators={items} />}
      </ListRegion>
    </>
  );
}
