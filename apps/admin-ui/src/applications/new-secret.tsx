import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Application } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';

/** After a reset at DingTalk. The grants stay; what is typed goes to the broker and is shown to nobody again. */
export function NewSecret({ application: { name }, title }: { application: Application; title: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = useId();
  const [secret, setSecret] = useState('');
  const change = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH('/admin/v1/applications/{name}', {
          params: { path: { name } },
          body: { clientSecret: secret.trim() },
        }),
      ),
    onSuccess: async () => {
      setSecret('');
      await Promise.all(['applications', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
    gcTime: 0,
  });
  return (
    <Section title={title}>
      <Form layout="vertical" onFinish={() => secret.trim() !== '' && change.mutate()}>
        <Form.Item label="Client Secret" htmlFor={id} help={t('applications.newSecretHelp')}>
          <Input
            id={id}
            type="password"
            value={secret}
            autoComplete="new-password"
            spellCheck={false}
            onChange={({ target }) => setSecret(target.value)}
          />
        </Form.Item>
        {change.error && <ProblemPanel error={change.error} />}
        <div className="acts" aria-live="polite">
          <ActButton permission="applications:write" htmlType="submit" loading={change.isPending}>
            {t('applications.store')}
          </ActButton>
          {change.isSuccess && secret === '' && <span>{t('applications.stored')}</span>}
        </div>
      </Form>
    </Section>
  );
}
