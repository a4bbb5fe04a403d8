import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { PersonDetail } from '../api/types.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { JobProgress } from '../detail/job-progress.js';
import { useGrouped } from '../display/quantity.js';

/** Has a person forgotten, as a job. What has to be typed is the id by which colleagues know them. */
export function ErasePerson({ person, close }: { person: PersonDetail; close(): void }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const { unionId, organisations, grants } = person;
  const erasing = useMutation({
    mutationFn: (reason: string) =>
      answerOf(api.POST('/admin/v1/people/{unionId}/erase', { params: { path: { unionId } }, body: { reason } })),
  });
  const done = () => {
    close();
    for (const key of ['people', 'grants', 'consents', 'audit']) void queries.invalidateQueries({ queryKey: [key] });
  };
  if (erasing.data) {
    return (
      <Modal
        open
        title={t('erase.started')}
        onCancel={done}
        footer={
          <Button autoFocus onClick={done}>
            {t('receipt.close')}
          </Button>
        }
      >
        <p>{t('erase.goesOn')}</p>
        <JobProgress id={erasing.data.id} />
      </Modal>
    );
  }
  const standing = grants.active + grants.needsConsent + grants.suspended;
  return (
    <EndingDialog
      title={t('erase.title')}
      working={t('erase.working')}
      isWorking={erasing.isPending}
      failure={erasing.error}
      typed={organisations.find(({ userId }) => userId !== null)?.userId ?? unionId}
      act={(reason) => erasing.mutate(reason)}
      close={close}
    >
      <dl className="facts">
        <dt>{t('revoke.ends')}</dt>
        <dd>{t('erase.ends', { count: standing, value: grouped(standing) })}</dd>
        <dt>{t('erase.goes')}</dt>
        <dd>{t('erase.goesWhat')}</dd>
        <dt>{t('erase.stays')}</dt>
        <dd>{t('erase.staysWhat')}</dd>
        <dt>{t('revoke.restore')}</dt>
        <dd>{t('erase.never')}</dd>
      </dl>
    </EndingDialog>
  );
}
