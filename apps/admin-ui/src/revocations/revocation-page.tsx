import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { RecordedRevocation } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { JobProgress } from '../detail/job-progress.js';
import { DownloadJson } from '../display/download-json.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { LiveHandouts } from './live-handouts.js';
import { subjectOf } from './revocation-table.js';
import { StillLive } from './still-live.js';

const notYetCountedMs = 2_000;

/** The receipt of an ended grant: who ended it, why, and what goes on living at DingTalk until when. */
export function RevocationPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const revocation = useQuery({
    queryKey: ['revocations', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/revocations/{id}', { params: { path: { id } }, signal })),
    // Nothing of a receipt changes, but for the moment in which it is being written.
    refetchInterval: ({ state }) => state.data?.liveHandouts === null && notYetCountedMs,
  });
  return (
    <DetailPage
      list="revocations"
      query={revocation}
      path={`/admin/v1/revocations/${id}`}
      docs={['Revocations', 'getRevocation']}
      title={(item) => <ForeignText text={subjectOf(item)} whole />}
      acts={(item) => (
        <DownloadJson file={`revocation-${item.revocationId}`} content={item}>
          {t('revocations.download')}
        </DownloadJson>
      )}
    >
      {(item) => (
        <>
          <Receipt revocation={item} />
          {item.liveHandouts && item.liveHandouts.length > 0 && (
            <Section title={t('revocations.liveThen')}>
              <LiveHandouts handouts={item.liveHandouts} />
            </Section>
          )}
        </>
      )}
    </DetailPage>
  );
}

function Receipt({ revocation }: { revocation: RecordedRevocation }) {
  const { t } = useTranslation();
  const { upstreamLiveUntil } = revocation;
  return (
    <Section title={t('revocations.receipt')}>
      <dl className="facts">
        <dt>{t('receipt.ended')}</dt>
        <dd>
          <ExactInstant at={revocation.revokedAt} withOffset />
        </dd>
        <dt>{t('revocations.by')}</dt>
        <dd>
          <ForeignText text={revocation.actor} whole /> · {t(`revocations.causes.${revocation.cause}`)}
        </dd>
        <dt>{t('receipt.why')}</dt>
        <dd>
          <ForeignText text={revocation.reason} whole />
        </dd>
        <dt>{t('revocations.organisation')}</dt>
        <dd>{revocation.corpId === '-' ? t('grants.personal') : <code>{revocation.corpId}</code>}</dd>
        <dt>{t('revocations.person')}</dt>
        <dd>
          {revocation.userId && (
            <>
              <ForeignText text={revocation.userId} whole /> ·{' '}
            </>
          )}
          <ShortId id={revocation.unionId} whole />
        </dd>
        <dt>{t('receipt.liveHandouts')}</dt>
        <dd>
          <StillLive revocation={revocation} />
          {upstreamLiveUntil && (
            <>
              {' '}
              ({t('revocations.until')} <ExactInstant at={upstreamLiveUntil} withOffset />)
            </>
          )}
        </dd>
        <dt>{t('receipt.nextAsk')}</dt>
        <dd>
          <code>{t('receipt.nextAnswer')}</code>
        </dd>
        <dt>{t('receipt.grant')}</dt>
        <dd>
          <ShortId id={revocation.grantId} whole />{' '}
          <Link href={addressOf('audit', { grantId: revocation.grantId })}>{t('receipt.inAudit')}</Link>
        </dd>
        <dt>{t('receipt.evidence')}</dt>
        <dd>
          <ShortId id={revocation.revocationId} whole />
        </dd>
        {revocation.jobId && (
          <>
            <dt>{t('revocations.job')}</dt>
            <dd>
              <ShortId id={revocation.jobId} whole />
              <JobProgress id={revocation.jobId} />
            </dd>
          </>
        )}
      </dl>
    </Section>
  );
}
