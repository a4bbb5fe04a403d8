import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Job } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';

const whileItRunsMs = 1_000;

const hasEnded = ({ state }: Job): boolean => state !== 'queued' && state !== 'running';

/** A job as it stands, asked again every second until it has ended; it goes on whether somebody looks or not. */
export const useJob = (id: string) =>
  useQuery({
    queryKey: ['jobs', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/jobs/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (state.data && hasEnded(state.data) ? false : whileItRunsMs),
  });

/** How far a job is, said aloud at each quarter and at its end. */
export function JobProgress({ id }: { id: string }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const job = useJob(id);
  const cancelling = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/jobs/{id}/cancel', { params: { path: { id } } })),
    onSuccess: (data) => queries.setQueryData(['jobs', id], data),
  });
  if (!job.data) return job.error && <ProblemPanel error={job.error} retry={() => void job.refetch()} />;
  const { state, done, total } = job.data;
  const percent = state === 'done' ? 100 : total === 0 ? 0 : Math.floor((done / total) * 100);
  const numbers = t('job.numbers', { done: grouped(done), total: grouped(total) });
  return (
    <div className="job">
      <Progress
        percent={percent}
        showInfo={false}
        aria-label={numbers}
        status={state === 'failed' ? 'exception' : 'normal'}
      />
      <p>
        {t(`job.states.${state}`)} · {numbers}
      </p>
      <p className="unseen" aria-live="polite">
        {hasEnded(job.data) ? t(`job.states.${state}`) : t('job.quarter', { percent: percent - (percent % 25) })}
      </p>
      {!hasEnded(job.data) && (
        <ActButton permission="jobs:cancel" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('job.cancel')}
        </ActButton>
      )}
      {cancelling.error && <ProblemPanel error={cancelling.error} />}
    </div>
  );
}
