import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { ExactInstant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { CheckList } from './check-list.js';

/** Only when somebody asks for it: each check is calls to DingTalk and a record in the trail. */
export function Checks({ name }: { name: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const check = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/applications/{name}/check', { params: { path: { name } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  return (
    <Section wide title={t('applications.checks')}>
      <div className="stack" aria-live="polite">
        {check.error && <ProblemPanel error={check.error} />}
        {check.data ? (
          <CheckList checks={check.data.checks} />
        ) : (
          <p className="quiet">{t('applications.checksMeaning')}</p>
        )}
        <div className="acts">
          <ActButton permission="applications:write" loading={check.isPending} onClick={() => check.mutate()}>
            {t(
              check.isPending
                ? 'applications.checking'
                : check.data
                  ? 'applications.checkAgain'
                  : 'applications.checkNow',
            )}
          </ActButton>
          {check.data && (
            <span className="quiet">
              {t('applications.checkedAt')} <ExactInstant at={check.data.checkedAt} />
            </span>
          )}
        </div>
      </div>
    </Section>
  );
}
