import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { useNow } from '../display/clock.js';
import { exactTime } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { ShownOnce } from '../display/shown-once.js';
import { useOwnOperator } from '../session/permissions.js';

const dayMs = 86_400_000;
const days = [7, 30, 90, 365] as const;
type Days = (typeof days)[number];

/** For a program. Which of the permissions offered the operator's role holds is for the broker to say. */
export function CreateToken({ operator, close }: { operator: Operator; close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const now = useNow();
  const ids = useId();
  const offered = useOwnOperator().data?.permissions ?? [];
  const [name, setName] = useState('');
  const [lifetime, setLifetime] = useState<Days>(90);
  const [permissions, setPermissions] = useState<string[]>([]);
  const creation = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/admin/v1/operators/{id}/tokens', {
          params: { path: { id: operator.id } },
          body: {
            name: name.trim(),
            expiresAt: new Date(now + lifetime * dayMs).toISOString(),
            ...(permissions.length > 0 && { permissions }),
          },
        }),
      ),
    onSuccess: () => Promise.all(['operators', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
    // Nothing of it is kept once it has left the page.
    gcTime: 0,
  });
  if (creation.data) {
    const { token, expiresAt } = creation.data;
    return (
      <ShownOnce
        title={t('tokens.shown', { name: operator.name })}
        secret={token}
        note={t('tokens.shownUntil', { time: exactTime(new Date(expiresAt)).slice(0, 16) })}
        stored={close}
      />
    );
  }
  return (
    <Form layout="vertical" onFinish={() => creation.mutate()}>
      <Form.Item label={t('tokens.purpose')} htmlFor={`${ids}name`}>
        <Input
          id={`${ids}name`}
          value={name}
          autoFocus
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </Form.Item>
      <Form.Item label={t('tokens.lifetime')} htmlFor={`${ids}lifetime`}>
        <Select
          id={`${ids}lifetime`}
          value={lifetime}
          onChange={setLifetime}
          options={days.map((value) => ({ value, label: t('tokens.days', { count: value }) }))}
        />
      </Form.Item>
      <Form.Item label={t('tokens.permissions')} htmlFor={`${ids}permissions`} help={t('tokens.permissionsHelp')}>
        <Select
          id={`${ids}permissions`}
          mode="multiple"
          value={permissions}
          onChange={setPermissions}
          options={offered.map((value) => ({ value, label: value }))}
        />
      </Form.Item>
      {creation.error && <ProblemPanel error={creation.error} />}
      <div className="acts">
        <ActButton permission="operators:write" type="primary" htmlType="submit" loading={creation.isPending}>
          {t('tokens.create')}
        </ActButton>
        <Button onClick={close}>{t('ending.cancel')}</Button>
      </div>
    </Form>
  );
}
