import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { MasterKey } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';

/** Ends nothing and can be stopped, so it is asked on the page; its job stands there afterwards. */
export function RotateKeys({ keys, close }: { keys: MasterKey[]; close(): void }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const ids = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const id = keys.find(({ state }) => state === 'current')?.id ?? '';
  const count = keys.reduce((sum, { sealed }) => sum + sealed, 0);
  const rotation = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/keys/rotations', { body: { reason: reason.trim() } })),
    onSuccess: async () => {
      close();
      await Promise.all(['keys', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    },
  });
  const submit = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') document.getElementById(`${ids}reason`)?.focus();
    else rotation.mutate();
  };
  return (
    <Section title={t('keys.rotateTo', { id })}>
      <p>{t('keys.rotateMeaning', { id, count, value: grouped(count) })}</p>
      <p className="quiet">{t('keys.rotateFirst')}</p>
      <Form layout="vertical" onFinish={submit}>
        <Form.Item
          label={t('ending.reason')}
          htmlFor={`${ids}reason`}
          validateStatus={isMissing ? 'error' : undefined}
          help={isMissing ? t('ending.reasonMissing') : undefined}
        >
          <Input
            id={`${ids}reason`}
            value={reason}
            autoFocus
            autoComplete="off"
            maxLength={500}
            aria-required
            aria-invalid={isMissing}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
        {rotation.error && <ProblemPanel error={rotation.error} />}
        <div className="acts">
          <ActButton permission="keys:rotate" type="primary" htmlType="submit" loading={rotation.isPending}>
            {rotation.isPending ? t('keys.rotating') : t('keys.rotateTo', { id })}
          </ActButton>
          <Button onClick={close}>{t('ending.cancel')}</Button>
        </div>
      </Form>
    </Section>
  );
}
