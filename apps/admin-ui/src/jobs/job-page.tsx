import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { JobProgress, useJob } from '../detail/job-progress.js';
import { useNow } from '../display/clock.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import type { PageName } from '../shell/pages.js';
import { JobResult } from './job-result.js';
import { isJobType, type JobType } from './job-types.js';

/** Where whoever started it came from. */
const cameFrom: Record<JobType, PageName> = {
  audit_verification: 'audit',
  bulk_revocation: 'revocations',
  reseal: 'keys',
  person_erasure: 'people',
  import: 'imports',
};

/** Long work on a page that can be sent to somebody: how far it is, how long it will take, and what came of it. */
export function JobPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const job = useJob(id);
  const type = job.data?.type;
  return (
    <DetailPage
      list={isJobType(type) ? cameFrom[type] : 'jobs'}
      query={job}
      path={`/admin/v1/jobs/${id}`}
      docs={['Jobs', 'getJob']}
      title={(item) => (isJobType(item.type) ? t(`jobs.types.${item.type}`) : item.type)}
    >
      {(item) => (
        <>
          <Section title={t('jobs.progress')}>
            <div className="stack">
              <JobProgress id={id} />
              <dl className="facts">
                <Speed job={item} />
                <dt>{t('jobs.startedBy')}</dt>
                <dd>
                  <ForeignText text={item.actor.replace(/^operator:/, '')} />
                </dd>
                {item.startedAt && (
                  <>
                    <dt>{t('jobs.startedAt')}</dt>
                    <dd>
                      <ExactInstant at={item.startedAt} withOffset />
                    </dd>
                  </>
                )}
                {item.finishedAt && (
                  <>
                    <dt>{t('jobs.finishedAt')}</dt>
                    <dd>
                      <ExactInstant at={item.finishedAt} withOffset />
                    </dd>
                  </>
                )}
                <dt>{t('jobs.id')}</dt>
                <dd>
                  <ShortId id={item.id} whole />
                </dd>
              </dl>
            </div>
          </Section>
          {item.result && (
            <Section title={t('jobs.receipt')}>
              <JobResult job={item} />
            </Section>
          )}
        </>
      )}
    </DetailPage>
  );
}

/** Long enough for the first numbers to mean something. */
const watchedSecondsMin = 3;

/** Of what is under way: by what was done while it was watched, since it may have been paused before. */
function Speed({ job: { state, done, total } }: { job: Job }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const now = useNow(1_000);
  const [first, setFirst] = useState<{ at: number; done: number }>();
  const isRunning = state === 'running';
  if (isRunning !== Boolean(first)) setFirst(isRunning ? { at: now, done } : undefined);
  if (!first) return null;
  const seconds = (now - first.at) / 1_000;
  const perSecond = (done - first.done) / seconds;
  if (seconds < watchedSecondsMin || perSecond <= 0) return null;
  const left = Math.ceil((total - done) / perSecond);
  return (
    <>
      <dt>{t('jobs.rate')}</dt>
      <dd>{t('jobs.perSecond', { value: grouped(Math.max(1, Math.round(perSecond))) })}</dd>
      <dt>{t('jobs.left')}</dt>
      <dd>{left < 90 ? t('jobs.seconds', { count: left }) : t('jobs.minutes', { count: Math.round(left / 60) })}</dd>
    </>
  );
}
