import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ProblemError } from '../api/problem-error.js';
import type { RevocationPreview } from '../api/types.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { JobProgress } from '../detail/job-progress.js';
import { ForeignText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { LoadingRows } from '../list/list-region.js';
import type { GrantFilter } from './grant-filters.js';
import { StaysLive } from './stays-live.js';

export type RevokingMany = GrantFilter & { grantIds?: string[] };

/** First what would end, in numbers; then exactly that, as a job. If the numbers moved meanwhile, the new ones are shown and asked about. */
export function RevokeManyDialog({ filter, close }: { filter: RevokingMany; close(): void }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const [moved, setMoved] = useState<RevocationPreview>();
  const preview = useQuery({
    queryKey: ['revocation-preview', filter],
    queryFn: () => answerOf(api.POST('/admin/v1/revocations/preview', { body: { filter } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const revoking = useMutation({
    mutationFn: ({ previewToken, reason }: { previewToken: string; reason: string }) =>
      answerOf(api.POST('/admin/v1/revocations', { body: { previewToken, reason } })),
    onError: (error) => setMoved(previewIn(error)),
  });
  const done = () => {
    close();
    for (const key of ['grants', 'revocations', 'audit', 'overview']) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  };
  const shown = moved ?? preview.data;

  if (revoking.data) {
    return (
      <Modal
        open
        title={t('revokeMany.started')}
        onCancel={done}
        footer={
          <Button autoFocus onClick={done}>
            {t('receipt.close')}
          </Button>
        }
      >
        <p>{t('revokeMany.goesOn')}</p>
        <JobProgress id={revoking.data.id} />
      </Modal>
    );
  }
  if (!shown || shown.grants === 0) {
    return (
      <Modal
        open
        title={t('revokeMany.looking')}
        onCancel={close}
        footer={<Button onClick={close}>{t('ending.cancel')}</Button>}
      >
        {shown && <p>{t('revokeMany.nothing')}</p>}
        {!shown && (preview.error ? <ProblemPanel error={preview.error} /> : <LoadingRows rows={4} />)}
      </Modal>
    );
  }
  const count = { count: shown.grants, value: grouped(shown.grants) };
  return (
    <EndingDialog
      key={shown.previewToken}
      title={t('revokeMany.title', count)}
      working={t('revokeMany.working', count)}
      isWorking={revoking.isPending}
      failure={moved ? null : revoking.error}
      typed={shown.people > 1 ? shown.grants : undefined}
      act={(reason) => revoking.mutate({ previewToken: shown.previewToken, reason })}
      close={close}
    >
      {moved && <Alert type="warning" showIcon title={t('revokeMany.moved')} />}
      <Effect preview={shown} />
    </EndingDialog>
  );
}

function Effect({ preview }: { preview: RevocationPreview }) {
  const { grants, people, places, callers } = preview;
  const { t } = useTranslation();
  const grouped = useGrouped();
  const organisations = new Set(places.map(({ corpId }) => corpId)).size;
  return (
    <dl className="facts">
      <dt>{t('revoke.ends')}</dt>
      <dd>
        {t('revokeMany.ends', { count: grants, value: grouped(grants) })}
        {t('revokeMany.of', {
          people: t('revokeMany.people', { count: people, value: grouped(people) }),
          organisations: t('revokeMany.organisations', { count: organisations, value: grouped(organisations) }),
        })}
      </dd>
      <dt>{t('revoke.loses')}</dt>
      <dd>
        {callers.length === 0 && t('revokeMany.nobodyHolds')}
        {callers.map(({ callerId, name, liveHandouts: held }, index) => (
          <span key={callerId}>
            {index > 0 && ' · '}
            <ForeignText text={name} whole /> ({t('revokeMany.holds', { count: held, value: grouped(held) })})
          </span>
        ))}
      </dd>
      <dt>{t('revoke.live')}</dt>
      <dd>
        <StaysLive preview={preview} />
      </dd>
      <dt>{t('revoke.restore')}</dt>
      <dd>{t('revokeMany.restoreHow')}</dd>
    </dl>
  );
}

/** What a refusal because of other numbers carries. */
function previewIn(error: Error): RevocationPreview | undefined {
  if (!(error instanceof ProblemError) || error.problem.code !== 'conflict') return undefined;
  const { preview } = error.problem as { preview?: RevocationPreview };
  return preview;
}
