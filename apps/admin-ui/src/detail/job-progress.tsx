import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Job } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';

const whileItRunsMs = 1_000;

const hasEnded = ({ finishedAt }: Job): boolean => finishedAt !== null;

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
  const job = useJob(id);
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
      {!hasEnded(job.data) && <JobActs job={job.data} />}
    </div>
  );
}

/** What is paused can be left for as long as one likes; what is stopped is not taken up again. */
function JobActs({ job: { id, state, pausable } }: { job: Job }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { path: { id } };
  const said = { onSuccess: (data: Job) => queries.setQueryData(['jobs', id], data) };
  const cancelling = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/jobs/{id}/cancel', { params })),
    ...said,
  });
  const pausing = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/jobs/{id}/pause', { params })),
    ...said,
  });
  const resuming = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/jobs/{id}/resume', { params })),
    ...said,
  });
  // The step that is under way comes to its end first.
  const isPausing = state === 'running' && pausing.isSuccess && pausing.submittedAt > resuming.submittedAt;
  const failure = cancelling.error ?? pausing.error ?? resuming.error;
  return (
    <>
      <div className="acts">
        {state === 'paused' && (
          <ActButton permission="jobs:pause" loading={resuming.isPending} onClick={() => resuming.mutate()}>
            {t('job.resume')}
          </ActButton>
        )}
        {pausable && state !== 'paused' && (
          <ActButton permission="jobs:pause" loading={pausing.isPending || isPausing} onClick={() => pausing.mutate()}>
            {t(isPausing ? 'job.pausing' : 'job.pause')}
          </ActButton>
        )}
        <ActButton permission="jobs:cancel" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('job.cancel')}
        </ActButton>
      </div>
      {failure && <ProblemPanel error={failure} />}
    </>
  );
}
