import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { useNow } from '../display/clock.js';
import { ForeignText } from '../display/foreign-text.js';
import { exactTime } from '../display/instant.js';
import { overviewKey } from '../session/operator.js';
import { personOf } from './grant-table.js';
import { RevocationReceipt } from './revocation-receipt.js';

/** Says what ends, who loses access and what goes on living before it is done; the answer replaces the question. */
export function RevokeDialog({ grant, close }: { grant: Grant; close(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
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
  if (revocation.data) {
    return <RevocationReceipt grant={grant} revocation={revocation.data} reason={revocation.variables} close={close} />;
  }
  return (
    <EndingDialog
      title={t('revoke.title')}
      working={t('revoke.working')}
      isWorking={revocation.isPending}
      failure={revocation.error}
      act={(reason) => revocation.mutate(reason)}
      close={close}
    >
      <Effect grant={grant} />
    </EndingDialog>
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
