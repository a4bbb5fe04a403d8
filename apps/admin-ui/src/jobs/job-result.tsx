import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { ImportReport } from '../imports/import-report.js';
import { useTheme } from '../theme/theme-choice.js';

/** What came of a job, as a receipt of its own kind. */
export function JobResult({ job }: { job: Job }) {
  const { type, result } = job;
  if (!result) return null;
  if (type === 'import') return <ImportReport job={job} />;
  return type === 'audit_verification' && 'findingsTotal' in result ? (
    <Verdict verification={result as unknown as Verification} />
  ) : (
    <Receipt result={result} />
  );
}

interface Verification {
  ok: boolean;
  findings: { kind: string; what: string }[];
  findingsTotal: number;
  proven: { records: number; until: string | null };
  unproven: { records: number; since: string | null };
  beforeTheChain: number;
  from?: string | null;
  anchored: number | null;
}

/** The first thing read is whether the trail is whole; the first bad record is named before everything else. */
function Verdict({ verification }: { verification: Verification }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const grouped = useGrouped();
  const { ok, findings, findingsTotal, proven, unproven, beforeTheChain, from, anchored } = verification;
  const [first, ...others] = findings;
  return (
    <div className="stack">
      <p>
        {ok ? (
          <CheckCircleOutlined aria-hidden style={{ color: states.active.mark }} />
        ) : (
          <CloseCircleOutlined aria-hidden style={{ color: states.revoked.mark }} />
        )}{' '}
        <strong>{ok ? t('jobs.whole') : t('jobs.broken')}</strong>
      </p>
      {first && (
        <p className="note" role="status">
          {t('jobs.firstBad')}: {first.what}
        </p>
      )}
      <dl className="facts">
        <dt>{t('jobs.proven')}</dt>
        <dd>
          {grouped(proven.records)}
          {proven.until && (
            <>
              {' · '}
              {t('jobs.until')} <ExactInstant at={proven.until} withOffset />
            </>
          )}
        </dd>
        {unproven.records > 0 && (
          <>
            <dt>{t('jobs.unproven')}</dt>
            <dd>{t('jobs.unprovenMeaning', { value: grouped(unproven.records) })}</dd>
          </>
        )}
        {from && (
          <>
            <dt>{t('jobs.from')}</dt>
            <dd>
              <ExactInstant at={from} withOffset /> <span className="quiet">{t('jobs.fromMeaning')}</span>
            </dd>
          </>
        )}
        {beforeTheChain > 0 && (
          <>
            <dt>{t('jobs.beforeTheChain')}</dt>
            <dd>{grouped(beforeTheChain)}</dd>
          </>
        )}
        <dt>{t('jobs.anchored')}</dt>
        <dd>{anchored === null ? t('jobs.notAnchored') : grouped(anchored)}</dd>
      </dl>
      {others.length > 0 && (
        <details>
          <summary>{t('jobs.otherFindings', { value: grouped(findingsTotal - 1) })}</summary>
          <ul>
            {others.map(({ what }) => (
              <li key={what}>{what}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const numbers = [
  'revoked',
  'liveHandouts',
  'resealed',
  'forgotten',
  'left',
  'grants',
  'grantsEnded',
  'entitlements',
  'records',
] as const;
const texts = ['pseudonym', 'erasureId', 'digest'] as const;

function Receipt({ result }: { result: Record<string, unknown> }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const liveUntil = typeof result.upstreamLiveUntil === 'string' ? result.upstreamLiveUntil : undefined;
  return (
    <dl className="facts">
      {numbers.map((name) =>
        typeof result[name] === 'number' ? (
          <Fragment key={name}>
            <dt>{t(`jobs.results.${name}`)}</dt>
            <dd>{grouped(result[name])}</dd>
          </Fragment>
        ) : null,
      )}
      {liveUntil && (
        <>
          <dt>{t('jobs.results.upstreamLiveUntil')}</dt>
          <dd>
            <ExactInstant at={liveUntil} withOffset />
          </dd>
        </>
      )}
      {texts.map((name) =>
        typeof result[name] === 'string' ? (
          <Fragment key={name}>
            <dt>{t(`jobs.results.${name}`)}</dt>
            <dd>
              <ForeignText text={result[name]} whole />
            </dd>
          </Fragment>
        ) : null,
      )}
    </dl>
  );
}
