import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { PersonName } from '../display/person-name.js';
import { Section } from '../display/section.js';
import { useCopy } from '../display/short-id.js';
import { GrantFacts } from './grant-facts.js';
import { GrantNews } from './grant-news.js';
import { GrantStateTag, hasEnded, shownState } from './grant-state-tag.js';
import { personOf } from './grant-table.js';
import { GrantTimeline } from './grant-timeline.js';
import { GrantUsers } from './grant-users.js';
import { ReachLines } from './reach-lines.js';
import { RevokeDialog } from './revoke-dialog.js';
import { useSuspending } from './use-suspending.js';

const lookAgainMs = 10_000;

/** What stands in one person's name: usable or not, what DingTalk says of it, who may use it, who did, and what happened. */
export function GrantPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const [isRevoking, setRevoking] = useState(false);
  const suspending = useSuspending();
  const grant = useQuery({
    queryKey: ['grants', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/grants/{id}', { params: { path: { id } }, signal })),
    refetchInterval: lookAgainMs,
  });
  return (
    <DetailPage
      list="grants"
      query={grant}
      path={`/admin/v1/grants/${id}`}
      docs={['Grants', 'getGrant']}
      title={(item) => (
        <>
          <span>
            <PersonName name={personOf(item)} unionId={item.unionId} whole /> ›{' '}
            <ForeignText text={item.application} whole />
          </span>
          <GrantStateTag state={shownState(item)} />
        </>
      )}
      acts={(item) => (
        <>
          <Button onClick={() => copy(location.href)}>{t('grant.copyLink')}</Button>
          <SuspendOrResume grant={item} suspending={suspending} />
          {!hasEnded(item) && (
            <ActButton permission="grants:revoke" danger onClick={() => setRevoking(true)}>
              {t('grant.revoke')}
            </ActButton>
          )}
        </>
      )}
      failure={suspending.error}
    >
      {(item) => (
        <>
          <GrantNews grant={item} />
          <div className="grant">
            <GrantTimeline grant={item} />
            <div className="stack">
              <GrantFacts grant={item} />
              <Section title={t('grant.mayUse')}>
                <ReachLines
                  unionId={item.unionId}
                  application={item.application}
                  {...(item.corpId !== '-' && { corpId: item.corpId })}
                />
              </Section>
              <GrantUsers grant={item} />
            </div>
          </div>
          {isRevoking && <RevokeDialog grant={item} close={() => setRevoking(false)} />}
        </>
      )}
    </DetailPage>
  );
}

function SuspendOrResume({ grant, suspending }: { grant: Grant; suspending: ReturnType<typeof useSuspending> }) {
  const { t } = useTranslation();
  if (grant.state !== 'active' && grant.state !== 'suspended') return null;
  const act = grant.state === 'active' ? 'suspend' : 'resume';
  return (
    <ActButton permission="grants:suspend" loading={suspending.isPending} onClick={() => suspending[act]([grant])}>
      {t(`grant.${act}`)}
    </ActButton>
  );
}
