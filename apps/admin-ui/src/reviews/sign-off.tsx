import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ProblemError } from '../api/problem-error.js';
import type { ReviewDraft } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { exactTime } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';

interface SignOffProps {
  draft: ReviewDraft | undefined;
  recent: 'true' | 'false';
}

/** Puts the operator's name under what the draft says, and nothing else: if it moved, the new numbers are shown. */
export function SignOff({ draft, recent }: SignOffProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActButton permission="reviews:write" type="primary" loading={!draft} onClick={() => setOpen(true)}>
        {t('reviews.sign')}…
      </ActButton>
      {isOpen && draft && <SignDialog draft={draft} recent={recent} close={() => setOpen(false)} />}
    </>
  );
}

function SignDialog({ draft, recent, close }: { draft: ReviewDraft; recent: 'true' | 'false'; close(): void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const grouped = useGrouped();
  const id = useId();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const [moved, setMoved] = useState<ReviewDraft>();
  const shown = moved ?? draft;
  const signing = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/admin/v1/access-reviews', {
          body: { since: shown.since, digest: shown.digest, recent, ...(note.trim() && { note: note.trim() }) },
        }),
      ),
    onSuccess: async () => {
      void message.success(t('reviews.signed'));
      await queries.invalidateQueries({ queryKey: ['access-reviews'] });
      close();
    },
    onError: (error) => setMoved(draftIn(error)),
  });
  const numbers = (['unused', 'narrowed', 'kept', 'open'] as const).map((name) => ({ name, value: shown[name] }));
  return (
    <Modal
      open
      title={t('reviews.signTitle', { day: exactTime(new Date(shown.since)).slice(0, 10) })}
      onCancel={close}
      footer={
        <>
          <Button autoFocus onClick={close}>
            {t('ending.cancel')}
          </Button>
          <Button type="primary" loading={signing.isPending} onClick={() => signing.mutate()}>
            {t('reviews.sign')}
          </Button>
        </>
      }
    >
      {moved && <Alert type="warning" showIcon title={t('reviews.draftMoved')} />}
      <dl className="facts">
        {numbers.map(({ name, value }) => (
          <Figure key={name} term={t(`reviews.numbers.${name}`)} value={grouped(value)} />
        ))}
        <dt>{t('reviews.digest')}</dt>
        <dd>
          <code>{shown.digest.slice(0, 16)}…</code>
        </dd>
      </dl>
      {shown.open > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('reviews.signedOpen', { count: shown.open, value: grouped(shown.open) })}
        />
      )}
      <Form layout="vertical">
        <Form.Item label={t('reviews.note')} htmlFor={id}>
          <Input.TextArea
            id={id}
            rows={2}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </Form.Item>
      </Form>
      {signing.error && !moved && <ProblemPanel error={signing.error} />}
    </Modal>
  );
}

function Figure({ term, value }: { term: string; value: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className="number">{value}</dd>
    </>
  );
}

function draftIn(error: Error): ReviewDraft | undefined {
  return error instanceof ProblemError && error.problem.code === 'conflict' ? error.problem.draft : undefined;
}
