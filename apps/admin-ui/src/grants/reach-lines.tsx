import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Reach } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

interface ReachLinesProps {
  unionId: string;
  /** Left out: all of the person's. */
  application?: string;
  corpId?: string;
}

/** Who may get a person's tokens, each with its rule. Asked for by a press: looking at it is recorded, and may ask for a fresh sign-in. */
export function ReachLines({ unionId, application, corpId }: ReachLinesProps) {
  const { t } = useTranslation();
  const [isAsked, ask] = useState(false);
  const reach = useQuery({
    queryKey: ['reach', unionId, application, corpId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/admin/v1/people/{unionId}/reachable-by', {
          params: { path: { unionId }, query: { application, corpId } },
          signal,
        }),
      ),
    enabled: isAsked,
  });
  const items = reach.data?.items;
  return (
    <>
      {!isAsked && (
        <div className="acts">
          <Button onClick={() => ask(true)}>{t('grant.showMayUse')}</Button>
          <span className="quiet">{t('grant.lookingIsRecorded')}</span>
        </div>
      )}
      {reach.error && <ProblemPanel error={reach.error} retry={() => void reach.refetch()} />}
      {isAsked && reach.isPending && <LoadingRows rows={2} />}
      {items?.length === 0 && <p>{t('grant.nobodyMay')}</p>}
      <ul className="lines">
        {items?.map((each) => (
          <li key={`${each.rule} ${each.application} ${each.corpId}`}>
            <Link href={addressOf(`callers/${each.caller.id}`, { rule: each.rule })}>
              <ForeignText text={each.rule} />
            </Link>
            {!application && <ForeignText text={each.application} />}
            <span>{each.delivery.map((delivery) => t(`deliveries.${delivery}`)).join(' · ')}</span>
            <Kept reach={each} />
          </li>
        ))}
      </ul>
      {reach.data?.nextCursor && <p className="quiet">{t('list.more')}</p>}
    </>
  );
}

/** What keeps something in, if anything does. */
function Kept({ reach: { caller, suspended, rawToken, beyond } }: { reach: Reach }) {
  const { t } = useTranslation();
  if (caller.disabled || suspended) return <span className="mark">{t('grant.keptIn')}</span>;
  if (rawToken === null || rawToken === 'leaves') return null;
  return (
    <span className="quiet" title={beyond.join('\n')}>
      {t(`grant.rawToken.${rawToken}`)}
    </span>
  );
}
