import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { ChooseSubject } from './choose-subject.js';
import type { Subject } from './subject.js';
import { SuspensionDialog } from './suspension-dialog.js';
import { SuspensionTable } from './suspension-table.js';

const isHolds = (value: string): value is 'true' | 'false' => value === 'true' || value === 'false';

/** Organisations and permission points for which nothing is handed out. */
export function SuspensionsPage() {
  const { t } = useTranslation();
  const filters = useFilters({ holds: isHolds });
  const cursor = useLocation().state.cursors?.at(-1);
  const [choosing, setChoosing] = useState(false);
  const [asked, setAsked] = useState<{ subject: Subject; resume: boolean }>();
  const { holds } = filters.values;
  const query = { holds: holds !== undefined && isHolds(holds) ? holds : undefined, cursor };
  const suspensions = useQuery({
    queryKey: ['suspensions', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/suspensions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.suspensions')}
        filters={filters}
        curl={curlOf('/admin/v1/suspensions', query)}
        docs={['Suspensions', 'listSuspensions']}
        refresh={() => void suspensions.refetch()}
        acts={
          <ActButton permission="suspensions:write" danger onClick={() => setChoosing(true)}>
            {t('suspensions.suspend')}
          </ActButton>
        }
      >
        <Select
          aria-label={t('suspensions.state')}
          className="filter"
          value={query.holds ?? 'all'}
          onChange={(next) => filters.change({ holds: next === 'all' ? undefined : next })}
          options={[
            { value: 'all', label: t('suspensions.all') },
            { value: 'true', label: t('suspensions.holds') },
            { value: 'false', label: t('suspensions.lifted') },
          ]}
        />
      </ListHeader>
      {choosing && (
        <ChooseSubject
          choose={(subject) => {
            setChoosing(false);
            setAsked({ subject, resume: false });
          }}
          close={() => setChoosing(false)}
        />
      )}
      {asked && <SuspensionDialog {...asked} close={() => setAsked(undefined)} />}
      <ListRegion
        query={suspensions}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('suspensions.nothingYet'), meaning: t('suspensions.nothingYetMeaning') }}
      >
        {(items) => <SuspensionTable suspensions={items} resume={(subject) => setAsked({ subject, resume: true })} />}
      </ListRegion>
    </>
  );
}
