import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../api/types.js';
import { JobProgress, useJob } from '../detail/job-progress.js';
import { ExactInstant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { Some } from '../display/some.js';

/** The newest rotation: how far it is, and then its receipt. */
export function Rotation({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useJob(id);
  return (
    <Section title={t('keys.rotation')}>
      <JobProgress id={id} />
      {data?.finishedAt && <Result finishedAt={data.finishedAt} result={data.result} />}
    </Section>
  );
}

function Result({ finishedAt, result }: { finishedAt: string; result: Job['result'] }) {
  const { t } = useTranslation();
  const numbers = (['resealed', 'forgotten', 'left'] as const).map(
    (name) => [name, Number(result?.[name] ?? 0)] as const,
  );
  const unopened = Array.isArray(result?.unopened) ? result.unopened.map(String) : [];
  return (
    <dl className="facts">
      <dt>{t('job.states.done')}</dt>
      <dd>
        <ExactInstant at={finishedAt} />
      </dd>
      {numbers.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{t(`keys.result.${name}`)}</dt>
          <dd>
            <Quantity value={value} />
          </dd>
        </Fragment>
      ))}
      {unopened.length > 0 && (
        <>
          <dt>{t('keys.result.unopened')}</dt>
          <dd>
            <Some items={unopened.map((name) => ({ key: name, shown: <code>{name}</code> }))} />
          </dd>
        </>
      )}
    </dl>
  );
}
