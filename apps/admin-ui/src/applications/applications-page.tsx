import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { ApplicationTable } from './application-table.js';
import { isStep, RegisterWizard } from './register-wizard.js';

export function ApplicationsPage() {
  const { t } = useTranslation();
  const filters = useFilters({ step: isStep });
  const { step } = filters.values;
  const applications = useQuery({
    queryKey: ['applications'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications', { signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.applications')}
        filters={{ ...filters, any: false }}
        curl={curlOf('/admin/v1/applications', {})}
        docs={['Applications', 'listApplications']}
        refresh={() => void applications.refetch()}
        acts={
          step === undefined && (
            <ActButton permission="applications:write" type="primary" onClick={() => filters.change({ step: 'paste' })}>
              {t('applications.register')}
            </ActButton>
          )
        }
      />
      {step !== undefined && isStep(step) && (
        <RegisterWizard step={step} go={(next) => filters.change({ step: next })} close={filters.clear} />
      )}
      <ListRegion
        query={applications}
        filtered={false}
        clear={filters.clear}
        nothingYet={{ title: t('applications.nothingYet'), meaning: t('applications.nothingYetMeaning') }}
      >
        {(items) => <ApplicationTable applications={items} />}
      </ListRegion>
    </>
  );
}
