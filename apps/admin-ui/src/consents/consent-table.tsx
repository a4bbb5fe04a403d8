import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Consent } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { ConsentAnswer } from './consent-answer.js';

export function ConsentTable({ consents }: { consents: Consent[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Consent> = [
    {
      title: t('consents.asked'),
      key: 'asked',
      width: 140,
      responsive: ['sm'],
      render: (_, { createdAt }) => <Instant at={createdAt} />,
    },
    {
      title: t('consents.person'),
      key: 'person',
      width: isNarrow ? 148 : undefined,
      render: (_, { id, userId, unionId }) => (
        <Link href={addressOf(`consents/${id}`)} className="one-line">
          <ForeignText text={userId ?? unionId ?? t('consents.anybody')} />
        </Link>
      ),
    },
    {
      title: t('consents.application'),
      key: 'application',
      width: 150,
      responsive: ['md'],
      render: (_, { application }) => <ForeignText text={application} />,
    },
    {
      title: t('consents.by'),
      key: 'by',
      width: 180,
      responsive: ['lg'],
      render: (_, { caller }) =>
        caller ? (
          <Link href={addressOf(`callers/${caller.id}`)} className="one-line">
            <ForeignText text={caller.name} />
          </Link>
        ) : (
          t('display.unknown')
        ),
    },
    {
      title: t('consents.why'),
      key: 'why',
      responsive: ['lg'],
      render: (_, { origin, reason }) =>
        reason ? <ForeignText text={reason} /> : <span className="quiet">{t(`consents.origins.${origin}`)}</span>,
    },
    {
      title: t('consents.state'),
      key: 'state',
      width: isNarrow ? 172 : 220,
      render: (_, consent) => <ConsentAnswer consent={consent} />,
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={consents}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 320 } : undefined}
    />
  );
}
