import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { ForeignText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { LoadingRows } from '../list/list-region.js';
import { overviewKey } from '../session/operator.js';
import { personOf } from './grant-table.js';
import { RevocationReceipt } from './revocation-receipt.js';
import { StaysLive } from './stays-live.js';

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

/** Who is refused from then on, by what they took of it, and what DingTalk goes on honouring. Looked up when it is asked; the act need not wait for it. */
function Effect({ grant }: { grant: Grant }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { id } = grant;
  const effect = useQuery({
    queryKey: ['revocation-preview', id],
    queryFn: async ({ signal }) => {
      const [preview, users] = await Promise.all([
        answerOf(api.POST('/admin/v1/revocations/preview', { body: { filter: { grantIds: [id] } }, signal })),
        answerOf(api.GET('/admin/v1/grants/{id}/callers', { params: { path: { id } }, signal })),
      ]);
      return { preview, users: users.items };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const { preview, users = [] } = effect.data ?? {};
  return (
    <>
      <dl className="facts">
        <dt>{t('revoke.ends')}</dt>
        <dd>
          <ForeignText text={t('revoke.endsWhat', { application: grant.application, person: personOf(grant) })} whole />
        </dd>
        {preview && (
          <>
            <dt>{t('revoke.loses')}</dt>
            <dd>
              {users.map(({ caller, handouts }, index) => (
                <span key={caller.id}>
                  {index > 0 && ' · '}
                  <ForeignText text={caller.name} whole /> (
                  {t('revoke.took', { count: handouts, value: grouped(handouts) })})
                </span>
              ))}
              <p className="quiet">
                {users.length === 0
                  ? t('revoke.neverUsed')
                  : t('revoke.refused', { count: users.length, value: grouped(users.length) })}
              </p>
            </dd>
            <dt>{t('revoke.live')}</dt>
            <dd>
              <StaysLive preview={preview} />
            </dd>
          </>
        )}
        <dt>{t('revoke.restore')}</dt>
        <dd>{t('revoke.restoreHow')}</dd>
      </dl>
      {effect.isPending && <LoadingRows rows={2} />}
      {effect.error && <ProblemPanel error={effect.error} retry={() => void effect.refetch()} />}
    </>
  );
}
