import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RecordedRevocation } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { StillLive } from './still-live.js';

export const subjectOf = ({ userId, unionId, application }: RecordedRevocation): string =>
  `${userId ?? unionId} · ${application}`;

export function RevocationTable({ revocations }: { revocations: RecordedRevocation[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<RecordedRevocation> = [
    {
      title: t('revocations.when'),
      key: 'when',
      width: 140,
      render: (_, { revokedAt }) => <Instant at={revokedAt} />,
    },
    {
      title: t('revocations.what'),
      key: 'what',
      width: isNarrow ? 168 : undefined,
      render: (_, revocation) => <ForeignText text={subjectOf(revocation)} />,
    },
    {
      title: t('revocations.by'),
      key: 'by',
      width: 200,
      responsive: ['lg'],
      render: (_, { actor }) => <ForeignText text={actor} />,
    },
    {
      title: t('revocations.why'),
      key: 'why',
      responsive: ['md'],
      render: (_, { reason }) => <ForeignText text={reason} />,
    },
    {
      title: t('revocations.stillLive'),
      key: 'stillLive',
      width: 200,
      responsive: ['sm'],
      render: (_, revocation) => <StillLive revocation={revocation} />,
    },
    {
      title: t('revocations.receipt'),
      key: 'receipt',
      width: 112,
      render: (_, { revocationId }) => (
        <Link
          className="record-link"
          href={addressOf(`revocations/${revocationId}`)}
          aria-label={t('revocations.open', { id: revocationId.slice(-8) })}
        >
          …{revocationId.slice(-8)}
        </Link>
      ),
    },
  ];
  return (
    <Table
      rowKey="revocationId"
      size="middle"
      columns={columns}
      dataSource={revocations}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 420 } : undefined}
    />
  );
}
