import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { addressOf, useNavigate } from '../location/use-location.js';
import { useSignInWays } from '../session/sign-in-ways.js';
import { RoleSelect } from './role-select.js';

/** Leads to the new operator's page, which is where a program gets its token. */
export function CreateOperator({ close }: { close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ids = useId();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Operator['role']>('auditor');
  const [unionId, setUnionId] = useState('');
  const [oidcSubject, setOidcSubject] = useState('');
  const provider = useSignInWays().data?.openid;
  const creation = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/admin/v1/operators', {
          body: { name: name.trim(), role, unionId: unionId.trim() || null, oidcSubject: oidcSubject.trim() || null },
        }),
      ),
    onSuccess: async ({ id }) => {
      await Promise.all(['operators', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      navigate(addressOf(`operators/${id}`));
    },
  });
  return (
    <Section title={t('operators.create')}>
      <Form layout="vertical" onFinish={() => creation.mutate()}>
        <Form.Item label={t('operators.name')} htmlFor={`${ids}name`} help={t('operators.nameHelp')}>
          <Input
            id={`${ids}name`}
            value={name}
            autoFocus
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
        <Form.Item label={t('operators.role')} htmlFor={`${ids}role`} help={t(`operators.roleMeanings.${role}`)}>
          <RoleSelect id={`${ids}role`} role={role} choose={setRole} />
        </Form.Item>
        <Form.Item label={t('operators.unionId')} htmlFor={`${ids}unionId`} help={t('operators.unionIdHelp')}>
          <Input
            id={`${ids}unionId`}
            value={unionId}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setUnionId(event.target.value)}
          />
        </Form.Item>
        {provider && (
          <Form.Item
            label={t('operators.subject')}
            htmlFor={`${ids}subject`}
            help={t('operators.subjectHelp', { provider: provider.name })}
          >
            <Input
              id={`${ids}subject`}
              value={oidcSubject}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setOidcSubject(event.target.value)}
            />
          </Form.Item>
        )}
        {creation.error && <ProblemPanel error={creation.error} />}
        <div className="acts">
          <ActButton permission="operators:write" type="primary" htmlType="submit" loading={creation.isPending}>
            {t('operators.create')}
          </ActButton>
          <Button onClick={close}>{t('ending.cancel')}</Button>
        </div>
      </Form>
    </Section>
  );
}
