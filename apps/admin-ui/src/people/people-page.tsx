import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { IdSearch } from '../list/id-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { type FilterRules, useFilters } from '../location/use-filters.js';
import { addressOf, useLocation } from '../location/use-location.js';
import { PeopleTable } from './people-table.js';

const rules = { q: (value) => value.trim() !== '' && value.length <= 200 } satisfies FilterRules<string>;

/** Whoever has ever granted something, by name; to find the right one of two who are called the same. */
export function PeoplePage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const query = { ...filters.values, cursor };
  const people = useQuery({
    queryKey: ['people', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/people', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.people')}
        filters={filters}
        curl={curlOf('/admin/v1/people', query)}
        docs={['People', 'listPeople']}
        refresh={() => void people.refetch()}
        acts={<Link href={addressOf('consents')}>{t('people.asked')}</Link>}
      >
        <IdSearch label={t('people.search')} value={filters.values.q} find={(q) => filters.change({ q })} />
      </ListHeader>
      <ListRegion
        query={people}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('people.nothingYet'), meaning: t('people.nothingYetMeaning') }}
      >
        {(items) => <PeopleTable people={items} />}
      </ListRegion>
    </>
  );
}
