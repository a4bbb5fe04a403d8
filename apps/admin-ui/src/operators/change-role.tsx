import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { RoleSelect } from './role-select.js';

export function ChangeRole({ operator: { id, role } }: { operator: Operator }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [chosen, choose] = useState(role);
  const change = useMutation({
    mutationFn: () =>
      answerOf(api.PATCH('/admin/v1/operators/{id}', { params: { path: { id } }, body: { role: chosen } })),
    onSuccess: () => Promise.all(['operators', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Form layout="vertical" onFinish={() => change.mutate()}>
      <Form.Item help={t(`operators.roleMeanings.${chosen}`)}>
        <RoleSelect label={t('operators.role')} role={chosen} choose={choose} />
      </Form.Item>
      {chosen !== role && (
        <div>
          <ActButton permission="operators:write" htmlType="submit" loading={change.isPending}>
            {t('operators.changeRole', { role: t(`roles.${chosen}`) })}
          </ActButton>
        </div>
      )}
      {change.error && <ProblemPanel error={change.error} />}
    </Form>
  );
}
