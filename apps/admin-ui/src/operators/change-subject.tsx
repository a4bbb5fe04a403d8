import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { useSignInWays } from '../session/sign-in-ways.js';

/** Whose subject at the provider signs in as this operator: the page they are refused by says it. Nothing where there is no provider. */
export function ChangeSubject({ operator: { id, oidcSubject } }: { operator: Operator }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const inputId = useId();
  const provider = useSignInWays().data?.openid;
  const [subject, setSubject] = useState(oidcSubject ?? '');
  const given = subject.trim() || null;
  const change = useMutation({
    mutationFn: () =>
      answerOf(api.PATCH('/admin/v1/operators/{id}', { params: { path: { id } }, body: { oidcSubject: given } })),
    onSuccess: () => Promise.all(['operators', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  if (!provider) return null;
  return (
    <Section title={provider.name}>
      <Form layout="vertical" onFinish={() => change.mutate()}>
        <Form.Item
          label={t('operators.subject')}
          htmlFor={inputId}
          help={t('operators.subjectHelp', { provider: provider.name })}
        >
          <Input
            id={inputId}
            value={subject}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setSubject(event.target.value)}
          />
        </Form.Item>
        {given !== oidcSubject && (
          <div>
            <ActButton permission="operators:write" htmlType="submit" loading={change.isPending}>
              {t(given === null ? 'operators.forgetSubject' : 'operators.setSubject')}
            </ActButton>
          </div>
        )}
        {change.error && <ProblemPanel error={change.error} />}
      </Form>
    </Section>
  );
}
