import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { useEnabling } from '../detail/use-enabling.js';
import { EnabledTag } from '../display/enabled-tag.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { ChangeRole } from './change-role.js';
import { ChangeSubject } from './change-subject.js';
import { Sessions } from './sessions.js';
import { SignsIn } from './signs-in.js';
import { Tokens } from './tokens.js';
import { useSessions, useTokens } from './use-operator-access.js';

export function OperatorPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const operator = useQuery({
    queryKey: ['operators', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/operators/{id}', { params: { path: { id } }, signal })),
  });
  const { live } = useTokens(id);
  const sessions = useSessions(id).data?.items.length ?? 0;
  const enabling = useEnabling<Operator>({
    permission: 'operators:write',
    queryKey: ['operators'],
    disable: (of) => answerOf(api.POST('/admin/v1/operators/{id}/disable', { params: { path: { id: of } } })),
    enable: (of) => answerOf(api.POST('/admin/v1/operators/{id}/enable', { params: { path: { id: of } } })),
    effect: () => t('operators.effect', { tokens: live, sessions }),
  });
  return (
    <DetailPage
      list="operators"
      query={operator}
      path={`/admin/v1/operators/${id}`}
      docs={['Operators', 'getOperator']}
      title={({ name, disabledAt }) => (
        <>
          <ForeignText text={name} whole /> <EnabledTag disabledAt={disabledAt} />
        </>
      )}
      acts={enabling.button}
      failure={enabling.error}
    >
      {(item) => (
        <div className="overview">
          <Section title={t('operators.who')}>
            <dl className="facts">
              <dt>{t('operators.signsIn')}</dt>
              <dd>
                <SignsIn operator={item} />
              </dd>
              {item.unionId && (
                <>
                  <dt>unionId</dt>
                  <dd>
                    <ShortId id={item.unionId} whole />
                  </dd>
                </>
              )}
              {item.oidcSubject && (
                <>
                  <dt>{t('operators.subject')}</dt>
                  <dd>
                    <ForeignText text={item.oidcSubject} whole />
                    <span className="quiet">
                      {' '}
                      <ForeignText text={item.oidcIssuer ?? ''} whole />
                    </span>
                  </dd>
                </>
              )}
              <dt>{t('operators.created')}</dt>
              <dd>
                <ExactInstant at={item.createdAt} />
              </dd>
              <dt>{t('operators.id')}</dt>
              <dd>
                <ShortId id={item.id} whole />
              </dd>
            </dl>
          </Section>
          <ChangeSubject key={item.oidcSubject} operator={item} />
          <Section title={t('operators.role')}>
            <ChangeRole key={item.role} operator={item} />
          </Section>
          <Tokens operator={item} />
          <Sessions operator={item} />
        </div>
      )}
    </DetailPage>
  );
}
