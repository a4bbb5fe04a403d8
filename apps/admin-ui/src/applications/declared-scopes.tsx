import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Form } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Application, ApplicationHealth } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { plainText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { ScopeSelect } from '../scopes/scope-select.js';

interface DeclaredScopesProps {
  application: Application;
  /** Who may ask for what of it. */
  callers: ApplicationHealth['callers'];
}

/** What the application is granted at DingTalk may change there; here it is said what becomes of people and services by it. */
export function DeclaredScopes({ application: { name, scopes: declared }, callers }: DeclaredScopesProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = useId();
  const [scopes, setScopes] = useState(declared);
  const change = useMutation({
    mutationFn: () =>
      answerOf(api.PATCH('/admin/v1/applications/{name}', { params: { path: { name } }, body: { scopes } })),
    onSuccess: () =>
      Promise.all(['applications', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const added = scopes.filter((scope) => !declared.includes(scope));
  const removed = declared.filter((scope) => !scopes.includes(scope));
  const asking = callers.filter((caller) => caller.scopes.some((scope) => removed.includes(scope)));
  const isChanged = added.length > 0 || removed.length > 0;
  return (
    <Section title={t('applications.scopes')}>
      <Form layout="vertical" onFinish={() => isChanged && change.mutate()}>
        <Form.Item label={t('applications.declared')} htmlFor={id} help={t('applications.scopesHelp')}>
          <ScopeSelect
            id={id}
            value={scopes}
            onChange={(next) => {
              change.reset();
              setScopes(next);
            }}
            free
          />
        </Form.Item>
        {added.length > 0 && <Alert type="info" showIcon title={t('applications.scopesAdded')} />}
        {asking.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('applications.scopesAsked', { names: asking.map((caller) => plainText(caller.name)).join(', ') })}
          />
        )}
        {change.error && <ProblemPanel error={change.error} />}
        <div className="acts" aria-live="polite">
          <ActButton permission="applications:write" htmlType="submit" loading={change.isPending}>
            {t('applications.save')}
          </ActButton>
          {change.isSuccess && !isChanged && <span>{t('applications.saved')}</span>}
        </div>
      </Form>
    </Section>
  );
}
