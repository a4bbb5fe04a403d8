import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { ReviewCandidate } from '../api/types.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';

/** Something unused that stays needs a reason, which the next review shows again. */
export function KeepDialog({ candidates, close }: { candidates: ReviewCandidate[]; close(): void }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const id = useId();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const keeping = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/admin/v1/access-reviews/keep', {
          body: {
            reason: reason.trim(),
            entitlements: candidates.map(({ caller, application, scope }) => ({
              callerId: caller.id,
              application,
              scope,
            })),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['access-reviews'] });
      close();
    },
  });
  const submit = () => {
    setMissing(reason.trim() === '');
    if (reason.trim() === '') document.getElementById(id)?.focus();
    else keeping.mutate();
  };
  const count = { count: candidates.length, value: grouped(candidates.length) };
  return (
    <Modal
      open
      title={t('reviews.keepTitle', count)}
      onCancel={close}
      footer={
        <>
          <Button onClick={close}>{t('ending.cancel')}</Button>
          <Button type="primary" loading={keeping.isPending} onClick={submit}>
            {t('reviews.keepTitle', count)}
          </Button>
        </>
      }
    >
      <p>{t('reviews.keepMeaning')}</p>
      <Form layout="vertical">
        <Form.Item
          label={t('ending.reason')}
          htmlFor={id}
          validateStatus={isMissing ? 'error' : undefined}
          help={isMissing ? t('ending.reasonMissing') : undefined}
        >
          <Input.TextArea
            id={id}
            autoFocus
            rows={2}
            maxLength={500}
            aria-required
            aria-invalid={isMissing}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {keeping.error && <ProblemPanel error={keeping.error} />}
    </Modal>
  );
}
