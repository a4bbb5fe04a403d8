import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { IdSearch } from '../list/id-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { type FilterRules, useFilters } from '../location/use-filters.js';
import { addressOf, useLocation } from '../location/use-location.js';
import { LastReview } from '../reviews/last-review.js';
import { isReviewStart, ReviewPage } from '../reviews/review-page.js';
import { ScopeTable } from './scope-table.js';

const types = ['rpc', 'field', 'base'] as const;
const kinds = ['delegated', 'app'] as const;
const unusedDays = ['30', '90', '180', '365'] as const;

const oneOf = (values: readonly string[]) => (value: string) => values.includes(value);

const rules = {
  q: (value) => value.trim() !== '' && value.length <= 100,
  type: oneOf(types),
  kind: oneOf(kinds),
  application: (value) => /^[a-z][a-z0-9-]{1,62}$/.test(value),
  unused: (value) => /^[1-9]\d{0,3}$/.test(value) && Number(value) <= 3_650,
} satisfies FilterRules<string>;

/** The list of permission points; with `review` in the address, the review of who may ask for them without using them. */
export function ScopesPage() {
  const { search } = useLocation();
  return isReviewStart(search.review) ? <ReviewPage since={search.review} /> : <ScopesList />;
}

function ScopesList() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const { q, type, kind, application, unused } = filters.values;
  const query = {
    q,
    application,
    cursor,
    type: types.find((each) => each === type),
    kind: kinds.find((each) => each === kind),
    unused: unused === undefined ? undefined : Number(unused),
  };
  const scopes = useQuery({
    queryKey: ['scopes', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/scopes', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.scopes')}
        filters={filters}
        curl={curlOf('/admin/v1/scopes', { ...filters.values, cursor })}
        docs={['Scopes', 'listScopes']}
        refresh={() => void scopes.refetch()}
        acts={<LastReview />}
      >
        <IdSearch label={t('scopes.search')} value={q} find={(next) => filters.change({ q: next })} />
        <Select
          aria-label={t('scopes.kind')}
          className="filter"
          value={kind ?? ''}
          onChange={(next) => filters.change({ kind: next })}
          options={[
            { value: '', label: t('scopes.anyKind') },
            ...kinds.map((value) => ({ value, label: t(`scopes.kinds.${value}`) })),
          ]}
        />
        <Select
          aria-label={t('scopes.type')}
          className="filter"
          value={type ?? ''}
          onChange={(next) => filters.change({ type: next })}
          options={[
            { value: '', label: t('scopes.anyType') },
            ...types.map((value) => ({ value, label: t(`scopes.types.${value}`) })),
          ]}
        />
        <Select
          aria-label={t('scopes.use')}
          className="filter"
          popupMatchSelectWidth={false}
          value={unused ?? ''}
          onChange={(next) => filters.change({ unused: next })}
          options={[
            { value: '', label: t('scopes.usedOrNot') },
            ...unusedDays.map((days) => ({ value: days, label: t('scopes.unusedFor', { days }) })),
          ]}
        />
        {application && (
          <Link href={addressOf('scopes')} className="quiet">
            {t('scopes.declaredBy', { application })}
          </Link>
        )}
      </ListHeader>
      <ListRegion
        query={scopes}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('scopes.nothingYet'), meaning: t('scopes.nothingYetMeaning') }}
      >
        {(items) => <ScopeTable scopes={items} />}
      </ListRegion>
    </>
  );
}
