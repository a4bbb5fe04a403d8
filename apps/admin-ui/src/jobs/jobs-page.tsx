import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { jobStates } from '../api/types.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { JobTable } from './job-table.js';
import { isJobType, jobTypes } from './job-types.js';

const isJobState = (value: string | undefined): value is (typeof jobStates)[number] =>
  jobStates.some((state) => state === value);

/** Long work that operators asked for; what is paused is found here again. */
export function JobsPage() {
  const { t } = useTranslation();
  const filters = useFilters({ type: isJobType, state: isJobState });
  const cursor = useLocation().state.cursors?.at(-1);
  const { type, state } = filters.values;
  const query = { type: isJobType(type) ? type : undefined, state: isJobState(state) ? state : undefined, cursor };
  const jobs = useQuery({
    queryKey: ['jobs', 'list', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/jobs', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.jobs')}
        filters={filters}
        curl={curlOf('/admin/v1/jobs', query)}
        docs={['Jobs', 'listJobs']}
        refresh={() => void jobs.refetch()}
      >
        <Select
          aria-label={t('jobs.type')}
          className="filter"
          value={query.type ?? ''}
          onChange={(next) => filters.change({ type: next || undefined })}
          options={[
            { value: '', label: t('jobs.anyType') },
            ...jobTypes.map((value) => ({ value, label: t(`jobs.types.${value}`) })),
          ]}
        />
        <Select
          aria-label={t('jobs.state')}
          className="filter"
          value={query.state ?? ''}
          onChange={(next) => filters.change({ state: next || undefined })}
          options={[
            { value: '', label: t('jobs.anyState') },
            ...jobStates.map((value) => ({ value, label: t(`job.states.${value}`) })),
          ]}
        />
      </ListHeader>
      <ListRegion
        query={jobs}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('jobs.nothingYet'), meaning: t('jobs.nothingYetMeaning') }}
      >
        {(items) => <JobTable jobs={items} />}
      </ListRegion>
    </>
  );
}
