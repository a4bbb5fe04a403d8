import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Abilities } from '../abilities/abilities.js';
import { answerOf, api } from '../api/client.js';
import { DetailPage } from '../detail/detail-page.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { LoadingRows } from '../list/list-region.js';
import { ApplicationFacts } from './application-facts.js';
import { Checks } from './checks.js';
import { DeclaredScopes } from './declared-scopes.js';
import { Dependents } from './dependents.js';
import { EventsReceived } from './events-received.js';
import { HealthFacts } from './health-facts.js';
import { NewSecret } from './new-secret.js';
import { SuspendedTag } from './suspended-tag.js';
import { Titles } from './titles.js';
import { useSuspending } from './use-suspending.js';

/** Secret right, redirect URI right, points applied for, events arriving, and how many depend on it. */
export function ApplicationPage({ id: name }: { id: string }) {
  const { t } = useTranslation();
  const application = useQuery({
    queryKey: ['applications', name],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications/{name}', { params: { path: { name } }, signal })),
  });
  const health = useQuery({
    queryKey: ['applications', name, 'health'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/applications/{name}/health', { params: { path: { name } }, signal })),
    refetchInterval: 10_000,
  });
  const suspending = useSuspending(health.data);
  return (
    <DetailPage
      list="applications"
      query={application}
      path={`/admin/v1/applications/${name}`}
      docs={['Applications', 'getApplication']}
      title={({ suspendedAt }) => (
        <>
          {name} <SuspendedTag suspendedAt={suspendedAt} />
        </>
      )}
      acts={suspending.button}
      failure={suspending.error}
    >
      {(item) => (
        <div className="overview">
          <Checks name={name} />
          {health.error && <ProblemPanel error={health.error} retry={() => void health.refetch()} />}
          {!health.data && !health.error && <LoadingRows rows={4} />}
          {health.data && <HealthFacts name={name} health={health.data} />}
          <ApplicationFacts application={item} />
          {health.data && <Dependents callers={health.data.callers} />}
          <Titles application={item} />
          <Abilities application={item} />
          <NewSecret application={item} title={t('applications.newSecret')} />
          {health.data && <DeclaredScopes application={item} callers={health.data.callers} />}
          {health.data && (
            <EventsReceived
              events={health.data.events}
              address={`${new URL(item.redirectUri).origin}/events/dingtalk/${name}`}
            />
          )}
        </div>
      )}
    </DetailPage>
  );
}
