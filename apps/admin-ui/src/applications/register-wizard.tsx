import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Steps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { ApplicationForm } from './application-form.js';
import { CheckList } from './check-list.js';
import { type Draft, emptyDraft, requestOf } from './draft.js';
import { RedirectUri } from './redirect-uri.js';

const steps = ['paste', 'check', 'done'] as const;
type Step = (typeof steps)[number];
export const isStep = (value: string): value is Step => steps.some((step) => step === value);

interface WizardProps {
  step: Step;
  go(step: Step): void;
  close(): void;
}

/** Paste what DingTalk's developer pages say, have it checked there, and save it. The secret is in no address and in no storage. */
export function RegisterWizard({ step: asked, go, close }: WizardProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const check = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/applications/check', { body: requestOf(draft) })),
    gcTime: 0,
  });
  const registration = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/applications', { body: requestOf(draft) })),
    onSuccess: async () => {
      setDraft((saved) => ({ ...saved, clientSecret: '' }));
      go('done');
      await Promise.all(['applications', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    gcTime: 0,
  });
  // An address of a later step that was opened afresh has nothing to go on with.
  const step =
    asked === 'done' && !registration.data ? 'paste' : asked === 'check' && !draft.clientSecret ? 'paste' : asked;
  const startCheck = () => {
    go('check');
    check.mutate();
  };
  const wrong = check.data?.outcome === 'failed';
  const save = (words: string, primary: boolean) => (
    <ActButton
      permission="applications:write"
      type={primary ? 'primary' : 'default'}
      loading={registration.isPending}
      onClick={() => registration.mutate()}
    >
      {words}
    </ActButton>
  );
  return (
    <Section title={t('applications.register')}>
      <Steps
        size="small"
        className="wizard-steps"
        current={steps.indexOf(step)}
        items={steps.map((each) => ({ title: t(`applications.steps.${each}`) }))}
      />
      {step === 'paste' && <ApplicationForm draft={draft} change={setDraft} submit={startCheck} cancel={close} />}
      {step === 'check' && (
        <div className="stack">
          {check.isPending && <LoadingRows rows={4} />}
          {check.error && <ProblemPanel error={check.error} retry={() => check.mutate()} />}
          {check.data && <CheckList checks={check.data.checks} />}
          {registration.error && <ProblemPanel error={registration.error} />}
          <div className="acts">
            {check.data && (wrong ? save(t('applications.saveAnyway'), false) : save(t('applications.save'), true))}
            <Button type={wrong ? 'primary' : 'default'} loading={check.isPending} onClick={() => check.mutate()}>
              {t('applications.checkAgain')}
            </Button>
            <Button onClick={() => go('paste')}>{t('applications.back')}</Button>
          </div>
        </div>
      )}
      {step === 'done' && registration.data && (
        <div className="stack">
          <p>{t('applications.done', { name: registration.data.name })}</p>
          <RedirectUri application={registration.data} />
          <div className="acts">
            <Link href={addressOf(`applications/${registration.data.name}`)}>{t('applications.open')}</Link>
            <Link href={addressOf('callers')}>{t('applications.thenCallers')}</Link>
            <Button onClick={close}>{t('applications.close')}</Button>
          </div>
        </div>
      )}
    </Section>
  );
}
