import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** Who used the person's grants and what for. Asked for by a press, because looking into the trail is recorded. */
export function PersonUses({ unionId }: { unionId: string }) {
  const { t } = useTranslation();
  const [isAsked, ask] = useState(false);
  const uses = useInfiniteQuery({
    queryKey: ['people', unionId, 'uses'],
    queryFn: ({ pageParam, signal }) => {
      const query = pageParam ? { cursor: pageParam } : {};
      return answerOf(api.GET('/admin/v1/people/{unionId}/uses', { params: { path: { unionId }, query }, signal }));
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    enabled: isAsked,
  });
  const items = uses.data?.pages.flatMap((page) => page.items);
  return (
    <Section title={t('person.uses')}>
      {!isAsked && (
        <div className="acts">
          <Button onClick={() => ask(true)}>{t('person.showUses')}</Button>
          <span className="quiet">{t('grant.lookingIsRecorded')}</span>
        </div>
      )}
      {uses.error && <ProblemPanel error={uses.error} retry={() => void uses.refetch()} />}
      {isAsked && uses.isPending && <LoadingRows rows={2} />}
      {items?.length === 0 && <p className="quiet">{t('person.neverUsed')}</p>}
      {items && items.length > 0 && (
        <>
          <table className="plain">
            <thead>
              <tr>
                <th scope="col">{t('person.service')}</th>
                <th scope="col">{t('person.purpose')}</th>
                <th scope="col" className="number">
                  {t('person.handouts')}
                </th>
                <th scope="col">{t('people.lastUsed')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map(({ caller, application, purpose, handouts, lastHandoutAt }) => (
                <tr key={`${caller.id} ${application} ${purpose}`}>
                  <td>
                    <Link href={addressOf(`callers/${caller.id}`)}>
                      <ForeignText text={caller.name} />
                    </Link>
                  </td>
                  <td>
                    {purpose ? (
                      <ForeignText text={purpose} whole />
                    ) : (
                      <span className="quiet">{t('person.noPurpose')}</span>
                    )}
                  </td>
                  <td className="number">
                    <Quantity value={handouts} />
                  </td>
                  <td>
                    <Instant at={lastHandoutAt} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <div className="acts">
            {uses.hasNextPage && (
              <Button loading={uses.isFetchingNextPage} onClick={() => void uses.fetchNextPage()}>
                {t('list.older')}
              </Button>
            )}
            <Link href={addressOf('audit', { unionId })}>{t('person.inTheTrail')}</Link>
          </div>
        </>
      )}
    </Section>
  );
}
