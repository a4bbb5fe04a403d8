import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { useNow } from '../display/clock.js';
import { ForeignText } from '../display/foreign-text.js';
import { exactTime } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { overviewKey } from '../session/operator.js';
import { personOf } from './grant-table.js';
import { RevocationReceipt } from './revocation-receipt.js';

/** Says what ends, who loses access and what goes on living before it is done; the answer replaces the question. */
export function RevokeDialog({ grant, close }: { grant: Grant; close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const revocation = useMutation({
    mutationFn: (why: string) =>
      answerOf(api.POST('/admin/v1/grants/{id}/revoke', { params: { path: { id: grant.id } }, body: { reason: why } })),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['grants'] }),
        queries.invalidateQueries({ queryKey: ['revocations'] }),
        queries.invalidateQueries({ queryKey: ['audit'] }),
        queries.invalidateQueries({ queryKey: overviewKey }),
      ]),
  });
  const submit = () => {
    const why = reason.trim();
    setMissing(why === '');
    if (why === '') document.getElementById(reasonId)?.focus();
    else revocation.mutate(why);
  };

  if (revocation.data) {
    return <RevocationReceipt grant={grant} revocation={revocation.data} reason={revocation.variables} close={close} />;
  }
  return (
    <Modal
      open
      title={t('revoke.title')}
      width={600}
      closable={!revocation.isPending}
      mask={{ closable: false }}
      onCancel={() => revocation.isPending || close()}
      footer={
        <>
          <Button autoFocus disabled={revocation.isPending} onClick={close}>
            {t('revoke.cancel')}
          </Button>
          <Button type="primary" danger loading={revocation.isPending} onClick={submit}>
            {revocation.isPending ? t('revoke.working') : t('revoke.title')}
          </Button>
        </>
      }
    >
      <Effect grant={grant} />
      <Form layout="vertical">
        <Form.Item
          label={t('revoke.reason')}
          htmlFor={reasonId}
          validateStatus={isMissing ? 'error' : undefined}
          help={isMissing ? t('revoke.reasonMissing') : undefined}
        >
          <Input.TextArea
            id={reasonId}
            value={reason}
            rows={2}
            maxLength={500}
            aria-required
            aria-invalid={isMissing}
            disabled={revocation.isPending}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {revocation.error && <ProblemPanel error={revocation.error} />}
    </Modal>
  );
}

function Effect({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const now = useNow();
  const { accessTokenExpiresAt } = grant;
  const isLive = accessTokenExpiresAt !== null && Date.parse(accessTokenExpiresAt) > now;
  return (
    <dl className="facts">
      <dt>{t('revoke.ends')}</dt>
      <dd>
        <ForeignText text={t('revoke.endsWhat', { application: grant.application, person: personOf(grant) })} whole />
      </dd>
      <dt>{t('revoke.loses')}</dt>
      <dd>{t('revoke.losesWho')}</dd>
      <dt>{t('revoke.live')}</dt>
      <dd>
        {isLive
          ? t('revoke.liveUntil', { time: exactTime(new Date(accessTokenExpiresAt)).slice(0, 16) })
          : t('revoke.liveNone')}
      </dd>
      <dt>{t('revoke.restore')}</dt>
      <dd>{t('revoke.restoreHow')}</dd>
    </dl>
  );
}
