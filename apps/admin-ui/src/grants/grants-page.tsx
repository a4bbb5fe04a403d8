import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ButtonLink } from '../display/button-link.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { addressOf, useLocation } from '../location/use-location.js';
import { ExportGrants } from './export-grants.js';
import { type GrantFilter, GrantFilters, rules } from './grant-filters.js';
import { GrantSelection } from './grant-selection.js';

export function GrantsPage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const { sort, ...narrowing } = filters.values;
  const filter = narrowing as GrantFilter;
  const byEndOfConsent = sort === 'consentEnds';
  const query = { ...filter, sort: sort as 'consentEnds' | undefined, cursor };
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
        docs={['Grants', 'listGrants']}
        refresh={() => void grants.refetch()}
        acts={
          <>
            <ButtonLink href={addressOf('imports')}>{t('grants.import')}</ButtonLink>
            <ExportGrants filter={filter} />
          </>
        }
      >
        <GrantFilters filters={filters} />
      </ListHeader>
      <ListRegion
        query={grants}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('grants.nothingYet'), meaning: t('grants.nothingYetMeaning') }}
      >
        {(items) => (
          <GrantSelection
            key={JSON.stringify(query)}
            grants={items}
            filter={filter}
            byEndOfConsent={byEndOfConsent}
            sortByEndOfConsent={(on) => filters.change({ sort: on ? 'consentEnds' : undefined })}
          />
        )}
      </ListRegion>
    </>
  );
}
