import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { plainText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { nameOf, type Subject } from './subject.js';

/** The broker counts no further. */
const COUNTED_MAX = 10_000;

/** What it stops, in numbers, before anybody orders it; the reason goes into the trail. */
export function SuspensionDialog({ subject, resume, close }: { subject: Subject; resume: boolean; close(): void }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const query = subject.kind === 'scope' ? { scope: subject.scope } : { corpId: subject.corpId };
  const effect = useQuery({
    queryKey: ['suspension-effect', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/suspensions/effect', { params: { query }, signal })),
    staleTime: 0,
  });
  const doing = useMutation({
    mutationFn: (reason: string) => answerOf(order(subject, resume, reason)),
    onSuccess: async () => {
      await Promise.all(['suspensions', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      close();
    },
  });
  const { grants = 0, callers = [], suspended = false } = effect.data ?? {};
  const count = { count: grants, value: grouped(grants) };
  return (
    <EndingDialog
      title={t(resume ? 'suspensions.resumeTitle' : 'suspensions.suspendTitle', { subject: nameOf(subject) })}
      working={t(resume ? 'suspensions.resuming' : 'suspensions.suspending')}
      isWorking={doing.isPending}
      failure={doing.error}
      act={(reason) => doing.mutate(reason)}
      close={close}
    >
      {effect.error && <ProblemPanel error={effect.error} retry={() => void effect.refetch()} />}
      <dl className="facts">
        {!resume && (
          <>
            <dt>{t('suspensions.stops')}</dt>
            <dd>
              {effect.data ? t(grants >= COUNTED_MAX ? 'suspensions.atLeast' : 'suspensions.grants', count) : '…'}
            </dd>
            <dt>{t('suspensions.callers')}</dt>
            <dd>
              {callers.length === 0
                ? t('suspensions.noCallers')
                : callers.map(({ name }) => plainText(name)).join(' · ')}
            </dd>
            <dt>{t('suspensions.keeps')}</dt>
            <dd>{t('suspensions.keepsMeaning')}</dd>
          </>
        )}
      </dl>
      {suspended && !resume && <p className="note">{t('suspensions.already')}</p>}
    </EndingDialog>
  );
}

function order(subject: Subject, resume: boolean, reason: string) {
  const body = { reason };
  if (subject.kind === 'scope') {
    const params = { path: { scope: subject.scope } };
    return resume
      ? api.POST('/admin/v1/scopes/{scope}/resume', { params, body })
      : api.POST('/admin/v1/scopes/{scope}/suspend', { params, body });
  }
  const params = { path: { corpId: subject.corpId } };
  return resume
    ? api.POST('/admin/v1/organisations/{corpId}/resume', { params, body })
    : api.POST('/admin/v1/organisations/{corpId}/suspend', { params, body });
}
