import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant, Reach } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** Who may use it, each with its rule. Asked for by a press, because looking at it is recorded and may ask for a fresh sign-in. */
export function MayUse({ grant: { id, unionId, application, corpId } }: { grant: Grant }) {
  const { t } = useTranslation();
  const [isAsked, ask] = useState(false);
  const reach = useQuery({
    queryKey: ['reach', unionId, application, corpId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/admin/v1/people/{unionId}/reachable-by', {
          params: { path: { unionId }, query: { application, corpId: corpId === '-' ? undefined : corpId } },
          signal,
        }),
      ),
    enabled: isAsked,
  });
  const items = reach.data?.items.filter((each) => each.grant === null || each.grant.id === id);
  return (
    <Section title={t('grant.mayUse')}>
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
          <li key={each.rule}>
            <Link href={addressOf(`callers/${each.caller.id}`)}>
              <ForeignText text={each.rule} />
            </Link>
            <span>{each.delivery.map((delivery) => t(`deliveries.${delivery}`)).join(' · ')}</span>
            <Kept reach={each} />
          </li>
        ))}
      </ul>
      {reach.data?.nextCursor && <p className="quiet">{t('list.more')}</p>}
    </Section>
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
