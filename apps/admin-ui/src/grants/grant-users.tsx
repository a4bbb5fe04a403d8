import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { exactTime, Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** Which callers have used it, when last, and what they still hold. Looked up again when it was used again. */
export function GrantUsers({ grant: { id, lastHandoutAt, createdAt } }: { grant: Grant }) {
  const { t } = useTranslation();
  const users = useInfiniteQuery({
    queryKey: ['grants', id, 'users', lastHandoutAt],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam ? { cursor: pageParam } : {};
      return answerOf(api.GET('/admin/v1/grants/{id}/callers', { params: { path: { id }, query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: (before) => before,
  });
  const items = users.data?.pages.flatMap((page) => page.items);
  return (
    <Section title={t('grant.didUse')}>
      {users.error && <ProblemPanel error={users.error} retry={() => void users.refetch()} />}
      {users.isPending && <LoadingRows rows={2} />}
      {items?.length === 0 && <p>{t('grant.neverUsed', { since: exactTime(new Date(createdAt)).slice(0, 10) })}</p>}
      <ul className="lines">
        {items?.map(({ caller, handouts, lastHandoutAt: last, liveUntil }) => (
          <li key={caller.id}>
            <Link href={addressOf(`callers/${caller.id}`)}>
              <ForeignText text={caller.name} />
            </Link>
            <span>
              {t('grant.handouts')} <Quantity value={handouts} />
            </span>
            <Instant at={last} />
            {liveUntil && (
              <span className="end">
                {t('grant.holdsUntil', { time: exactTime(new Date(liveUntil)).slice(11, 16) })}
              </span>
            )}
          </li>
        ))}
      </ul>
      {users.hasNextPage && (
        <Button loading={users.isFetchingNextPage} onClick={() => void users.fetchNextPage()}>
          {t('list.older')}
        </Button>
      )}
    </Section>
  );
}
