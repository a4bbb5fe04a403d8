import { Drawer } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

const ids = ['id', 'grantId', 'callerId', 'handoutId', 'requestId', 'corpId', 'userId', 'unionId'] as const;
const texts = ['type', 'actor', 'application', 'purpose', 'outcome', 'rule', 'delivery'] as const;

/** One record, every field of it. `record` is missing when a link names one that the list on screen does not hold. */
export function AuditRecord({ record, close }: { record: AuditEvent | undefined; close(): void }) {
  const { t } = useTranslation();
  return (
    <Drawer open size={520} title={t('audit.record')} onClose={close} closable={{ 'aria-label': t('audit.close') }}>
      {record ? (
        <>
          <p>
            <Link href={addressOf(`audit/${record.id}`)}>{t('audit.withProof')}</Link>
          </p>
          <RecordFields record={record} />
        </>
      ) : (
        <p>{t('audit.notHere')}</p>
      )}
    </Drawer>
  );
}

export function RecordFields({ record }: { record: AuditEvent }) {
  const { t } = useTranslation();
  const unknown = t('display.unknown');
  return (
    <dl className="facts">
      <dt>{t('audit.fields.occurredAt')}</dt>
      <dd>
        <ExactInstant at={record.occurredAt} withOffset />
      </dd>
      {texts.map((name) => (
        <Fragment key={name}>
          <dt>{t(`audit.fields.${name}`)}</dt>
          <dd>{record[name] ? <ForeignText text={record[name]} whole /> : unknown}</dd>
        </Fragment>
      ))}
      {ids.map((name) => (
        <Fragment key={name}>
          <dt>{t(`audit.fields.${name}`)}</dt>
          <dd>{record[name] ? <ShortId id={record[name]} whole /> : unknown}</dd>
        </Fragment>
      ))}
      <dt>{t('audit.fields.scopes')}</dt>
      <dd>{record.scopes?.length ? record.scopes.map((scope) => <code key={scope}>{scope} </code>) : unknown}</dd>
      <dt>{t('audit.fields.position')}</dt>
      <dd>{t('audit.position', { lane: record.lane, seq: record.seq })}</dd>
    </dl>
  );
}
