import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Application } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';

/** Longer than this no page of a person has room for. */
const LENGTH_MAX = 100;

/** What people read on consent pages and at `/me`. */
export function Titles({ application }: { application: Application }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const ids = useId();
  const { name, kind, corpId } = application;
  const [displayName, setDisplayName] = useState(application.displayName ?? '');
  const [organisationName, setOrganisationName] = useState(application.organisationName ?? '');
  const change = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH('/admin/v1/applications/{name}', {
          params: { path: { name } },
          body: {
            displayName: displayName.trim() || null,
            ...(kind === 'internal' && { organisationName: organisationName.trim() || null }),
          },
        }),
      ),
    onSuccess: () =>
      Promise.all(['applications', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const input = (field: string, value: string, inItsPlace: string | null, set: (value: string) => void) => (
    <Input
      id={`${ids}${field}`}
      value={value}
      placeholder={inItsPlace ?? undefined}
      maxLength={LENGTH_MAX}
      autoComplete="off"
      onChange={({ target }) => {
        change.reset();
        set(target.value);
      }}
    />
  );
  return (
    <Section title={t('applications.titles')}>
      <Form layout="vertical" onFinish={() => change.mutate()}>
        <Form.Item
          label={t('applications.displayName')}
          htmlFor={`${ids}name`}
          help={t('applications.displayNameHelp')}
        >
          {input('name', displayName, name, setDisplayName)}
        </Form.Item>
        {kind === 'internal' && (
          <Form.Item label={t('applications.organisationName')} htmlFor={`${ids}organisation`}>
            {input('organisation', organisationName, corpId, setOrganisationName)}
          </Form.Item>
        )}
        {change.error && <ProblemPanel error={change.error} />}
        <div className="acts" aria-live="polite">
          <ActButton permission="applications:write" htmlType="submit" loading={change.isPending}>
            {t('applications.save')}
          </ActButton>
          {change.isSuccess && <span>{t('applications.saved')}</span>}
        </div>
      </Form>
    </Section>
  );
}
