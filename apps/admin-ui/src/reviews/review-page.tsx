import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { exactTime } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { type FilterRules, useFilters } from '../location/use-filters.js';
import { addressOf, useLocation } from '../location/use-location.js';
import { ExportReview } from './export-review.js';
import { ReviewSelection } from './review-selection.js';
import { SignOff } from './sign-off.js';
import { SignedReviews } from './signed-reviews.js';

/** A day: what was not used since its first moment, in the operator's zone. */
export const isReviewStart = (value: string | undefined): value is string =>
  value !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));

const decisions = ['open', 'kept'] as const;

const rules = {
  review: isReviewStart,
  recent: (value) => value === 'true',
  application: (value) => /^[a-z][a-z0-9-]{1,62}$/.test(value),
  decision: (value) => decisions.some((each) => each === value),
} satisfies FilterRules<string>;

/** What callers may ask for and have not used: taken, or kept with a reason, and signed off. */
export function ReviewPage({ since: day }: { since: string }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const filters = useFilters(rules);
  const cursor = useLocation().state.cursors?.at(-1);
  const { recent, application, decision } = filters.values;
  const since = new Date(`${day}T00:00:00`).toISOString();
  const window = { since, recent: recent === 'true' ? ('true' as const) : ('false' as const) };
  const query = { ...window, application, decision: decisions.find((each) => each === decision) };
  const candidates = useQuery({
    queryKey: ['access-reviews', 'candidates', query, cursor],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/access-reviews/candidates', { params: { query: { ...query, cursor } }, signal })),
    placeholderData: keepPreviousData,
  });
  const draft = useQuery({
    queryKey: ['access-reviews', 'draft', window],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/access-reviews/draft', { params: { query: window }, signal })),
  });
  return (
    <>
      <Link className="way-back" href={addressOf('scopes')}>
        {t('nav.scopes')}
      </Link>
      <ListHeader
        title={t('reviews.title')}
        filters={{
          ...filters,
          any: Boolean(recent || application || decision),
          clear: () => filters.change({ recent: undefined, application: undefined, decision: undefined }),
        }}
        curl={curlOf('/admin/v1/access-reviews/candidates', { ...query, cursor })}
        refresh={() => {
          void candidates.refetch();
          void draft.refetch();
        }}
        acts={
          <>
            <ExportReview query={query} />
            <SignOff draft={draft.data} recent={window.recent} />
          </>
        }
      >
        <Input
          type="date"
          aria-label={t('reviews.since')}
          className="day"
          value={day}
          max={exactTime(new Date()).slice(0, 10)}
          onChange={({ target }) => isReviewStart(target.value) && filters.change({ review: target.value })}
        />
        <Select
          aria-label={t('reviews.decision')}
          className="filter"
          value={decision ?? ''}
          onChange={(next) => filters.change({ decision: next })}
          options={[
            { value: '', label: t('reviews.decidedOrNot') },
            ...decisions.map((value) => ({ value, label: t(`reviews.decisions.${value}`) })),
          ]}
        />
        <Checkbox
          checked={recent === 'true'}
          onChange={({ target }) => filters.change({ recent: target.checked ? 'true' : undefined })}
        >
          {t('reviews.recent')}
        </Checkbox>
      </ListHeader>
      {draft.data && (
        <p className="note" aria-live="polite">
          {t('reviews.summary', {
            count: draft.data.unused,
            value: grouped(draft.data.unused),
            all: grouped(draft.data.entitlements),
            day,
          })}{' '}
          {t('reviews.tracked', { time: exactTime(new Date(draft.data.trackedSince)).slice(0, 16) })}
        </p>
      )}
      <ListRegion
        query={candidates}
        filtered={Boolean(decision || application)}
        clear={() => filters.change({ application: undefined, decision: undefined })}
        nothingYet={{ title: t('reviews.allUsed'), meaning: t('reviews.allUsedMeaning', { day }) }}
      >
        {(items) => <ReviewSelection key={JSON.stringify([query, cursor])} candidates={items} since={since} />}
      </ListRegion>
      <SignedReviews />
    </>
  );
}
