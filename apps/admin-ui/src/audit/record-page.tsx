import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { AuditRecord as Record } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { ExactInstant } from '../display/instant.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { RecordFields } from './audit-record.js';
import { Act } from './record-words.js';

/** One record on a page of its own, with what proves it, and the ones beside it. */
export function RecordPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const record = useQuery({
    queryKey: ['audit', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/audit-events/{id}', { params: { path: { id } }, signal })),
    // Each reading is a record itself.
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <DetailPage
      list="audit"
      query={record}
      path={`/admin/v1/audit-events/${id}`}
      docs={['Audit', 'getAuditEvent']}
      title={(item) => (
        <>
          <Act type={item.type} /> <ShortId id={item.id} />
        </>
      )}
      acts={({ newerId, olderId }) => (
        <>
          {newerId && <Link href={addressOf(`audit/${newerId}`)}>{t('audit.newer')}</Link>}
          {olderId && <Link href={addressOf(`audit/${olderId}`)}>{t('audit.older')}</Link>}
        </>
      )}
    >
      {(item) => (
        <div className="overview">
          <Section title={t('audit.record')}>
            <div className="stack">
              {item.erased && <p className="note">{t('audit.erased')}</p>}
              <RecordFields record={item} />
              {item.details && (
                <>
                  <h3>{t('audit.details')}</h3>
                  <pre className="code">{JSON.stringify(item.details, null, 2)}</pre>
                </>
              )}
            </div>
          </Section>
          <Section title={t('audit.proof')}>
            <Proof record={item} />
          </Section>
        </div>
      )}
    </DetailPage>
  );
}

function Proof({ record: { lane, seq, hash, checkpoint } }: { record: Record }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      <dt>{t('audit.fields.position')}</dt>
      <dd>{t('audit.position', { lane, seq })}</dd>
      <dt>{t('audit.hash')}</dt>
      <dd>
        <ShortId id={hash} whole />
      </dd>
      <dt>{t('audit.checkpoint')}</dt>
      <dd>
        {checkpoint ? (
          <>
            <ExactInstant at={checkpoint.at} withOffset /> · {t('audit.checkpointOf', { number: checkpoint.number })}{' '}
            <ShortId id={checkpoint.replica} />
          </>
        ) : (
          t('audit.notCovered')
        )}
      </dd>
      {checkpoint && (
        <>
          <dt>{t('audit.key')}</dt>
          <dd>
            <ShortId id={checkpoint.keyId} whole />
          </dd>
        </>
      )}
    </dl>
  );
}
