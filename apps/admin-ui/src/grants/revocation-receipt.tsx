import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Grant, Revocation } from '../api/types.js';
import { ForeignText, plainText } from '../display/foreign-text.js';
import { ExactInstant, exactTime } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { LiveHandouts } from '../revocations/live-handouts.js';
import { useOperator } from '../session/operator.js';
import { personOf } from './grant-table.js';

interface ReceiptProps {
  grant: Grant;
  revocation: Revocation;
  reason: string;
  close(): void;
}

export function RevocationReceipt({ grant, revocation, reason, close }: ReceiptProps) {
  const { t } = useTranslation();
  const { name } = useOperator();
  return (
    <Modal
      open
      title={t('receipt.title')}
      width={640}
      onCancel={close}
      footer={
        <Button autoFocus onClick={close}>
          {t('receipt.close')}
        </Button>
      }
    >
      <dl className="facts">
        <dt>{t('receipt.ended')}</dt>
        <dd>
          <ExactInstant at={revocation.revokedAt} withOffset />
          {name && <> · {plainText(name)}</>}
        </dd>
        <dt>{t('receipt.why')}</dt>
        <dd>
          <ForeignText text={reason} whole />
        </dd>
        <dt>{t('receipt.grant')}</dt>
        <dd>
          <ForeignText text={`${personOf(grant)} · ${grant.application}`} whole /> <ShortId id={revocation.grantId} />
        </dd>
        <dt>{t('receipt.liveHandouts')}</dt>
        <dd>
          <StillLive revocation={revocation} />
        </dd>
        <dt>{t('receipt.nextAsk')}</dt>
        <dd>
          <code>{t('receipt.nextAnswer')}</code>
        </dd>
        <dt>{t('receipt.evidence')}</dt>
        <dd>
          <ShortId id={revocation.revocationId} />{' '}
          <Link href={addressOf(`revocations/${revocation.revocationId}`)} onClick={close}>
            {t('receipt.openReceipt')}
          </Link>{' '}
          <Link href={addressOf('audit', { grantId: revocation.grantId })} onClick={close}>
            {t('receipt.inAudit')}
          </Link>
        </dd>
      </dl>
      {revocation.liveHandouts.length > 0 && <LiveHandouts handouts={revocation.liveHandouts} />}
    </Modal>
  );
}

function StillLive({ revocation: { liveHandouts, upstreamLiveUntil } }: { revocation: Revocation }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const count = liveHandouts.length;
  if (count === 0 && !upstreamLiveUntil) return t('receipt.liveNone');
  const value = grouped(count);
  return upstreamLiveUntil
    ? t('receipt.liveCount', { count, value, time: exactTime(new Date(upstreamLiveUntil)) })
    : t('receipt.liveCountEnded', { count, value });
}
