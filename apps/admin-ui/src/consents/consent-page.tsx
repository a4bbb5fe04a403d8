import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Consent } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId, useCopy } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { addressOfPerson } from '../people/people-table.js';
import { ConsentAnswer } from './consent-answer.js';

/** One request to a person: what was asked, by whom and why, and its link while it can be answered. */
export function ConsentPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const queries = useQueryClient();
  const [isCancelling, setCancelling] = useState(false);
  const consent = useQuery({
    queryKey: ['consents', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/consents/{id}', { params: { path: { id } }, signal })),
  });
  const cancelling = useMutation({
    mutationFn: (reason: string) =>
      answerOf(api.POST('/admin/v1/consents/{id}/cancel', { params: { path: { id } }, body: { reason } })),
    onSuccess: async () => {
      await Promise.all([['consents'], ['people']].map((queryKey) => queries.invalidateQueries({ queryKey })));
      setCancelling(false);
    },
  });
  return (
    <DetailPage
      list="consents"
      query={consent}
      path={`/admin/v1/consents/${id}`}
      docs={['Consents', 'readConsent']}
      title={({ application, userId, unionId }) => (
        <ForeignText text={`${userId ?? unionId ?? t('consents.anybody')} › ${application}`} whole />
      )}
      acts={({ consentUrl }) =>
        consentUrl && (
          <>
            <Button onClick={() => copy(consentUrl)}>{t('consents.copyLink')}</Button>
            <ActButton permission="consents:cancel" danger onClick={() => setCancelling(true)}>
              {t('consents.cancel')}…
            </ActButton>
          </>
        )
      }
    >
      {(item) => (
        <>
          <ConsentFacts consent={item} />
          {isCancelling && (
            <EndingDialog
              title={t('consents.cancel')}
              working={t('consents.cancelling')}
              isWorking={cancelling.isPending}
              failure={cancelling.error}
              act={(reason) => cancelling.mutate(reason)}
              close={() => setCancelling(false)}
            >
              <p>{t('consents.cancelEffect')}</p>
            </EndingDialog>
          )}
        </>
      )}
    </DetailPage>
  );
}

function ConsentFacts({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const { caller, unionId, userId, corpId, reason, origin, scopes, grantId, completedAt, notifiedAt, endsAt } = consent;
  const facts = [
    { term: t('consents.state'), shown: <ConsentAnswer consent={consent} /> },
    {
      term: t('consents.by'),
      shown: caller && (
        <Link href={addressOf(`callers/${caller.id}`)}>
          <ForeignText text={caller.name} whole />
        </Link>
      ),
    },
    {
      term: t('consents.why'),
      shown: reason ? <ForeignText text={reason} whole /> : t(`consents.origins.${origin}`),
    },
    {
      term: t('consents.person'),
      shown: unionId ? (
        <Link href={addressOfPerson(unionId)}>
          <ForeignText text={userId ?? unionId} whole />
        </Link>
      ) : (
        userId && <Link href={addressOf('people', { q: userId })}>{userId}</Link>
      ),
    },
    {
      term: t('grants.organisation'),
      shown: corpId && (corpId === '-' ? t('people.personal') : <code>{corpId}</code>),
    },
    {
      term: t('grants.scopes'),
      shown: scopes.map((scope) => (
        <div key={scope}>
          <Link href={addressOf(`scopes/${scope}`)}>
            <code>{scope}</code>
          </Link>
        </div>
      )),
    },
    { term: t('consents.asked'), shown: <ExactInstant at={consent.createdAt} /> },
    { term: t('consents.sent'), shown: notifiedAt && <ExactInstant at={notifiedAt} /> },
    { term: t('consents.until'), shown: <ExactInstant at={consent.expiresAt} /> },
    { term: t('consents.answered'), shown: completedAt && <ExactInstant at={completedAt} /> },
    { term: t('consents.grantEnds'), shown: endsAt && <ExactInstant at={endsAt} /> },
    {
      term: t('consents.grant'),
      shown: grantId && (
        <Link className="record-link" href={addressOf(`grants/${grantId}`)}>
          …{grantId.slice(-8)}
        </Link>
      ),
    },
    { term: 'Id', shown: <ShortId id={consent.id} whole /> },
  ];
  return (
    <Section title={t('consents.facts')}>
      <dl className="facts">
        {facts.map(({ term, shown }) => shown && <Fact key={term} term={term} shown={shown} />)}
      </dl>
    </Section>
  );
}

function Fact({ term, shown }: { term: string; shown: ReactNode }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{shown}</dd>
    </>
  );
}
