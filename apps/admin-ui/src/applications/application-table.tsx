import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Application } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { SuspendedTag } from './suspended-tag.js';

export function ApplicationTable({ applications }: { applications: Application[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Application> = [
    {
      title: t('applications.name'),
      key: 'name',
      width: isNarrow ? 152 : 180,
      render: (_, { name }) => <Link href={addressOf(`applications/${name}`)}>{name}</Link>,
    },
    {
      title: t('applications.state'),
      key: 'state',
      width: 128,
      render: (_, { suspendedAt }) => <SuspendedTag suspendedAt={suspendedAt} />,
    },
    {
      title: t('applications.kind'),
      key: 'kind',
      width: 280,
      responsive: ['md'],
      render: (_, { kind, signIn }) => (
        <span className="person">
          <span className="nowrap">{t(`applications.kinds.${kind}`)}</span>
          {signIn && <span className="quiet one-line">{t('applications.signsIn')}</span>}
        </span>
      ),
    },
    {
      title: t('applications.organisation'),
      key: 'corpId',
      responsive: ['lg'],
      render: (_, { kind, corpId }) => (corpId ? <code>{corpId}</code> : t(`applications.organisations.${kind}`)),
    },
    { title: 'Client ID', key: 'clientId', responsive: ['lg'], render: (_, { clientId }) => <code>{clientId}</code> },
    {
      title: t('applications.scopes'),
      key: 'scopes',
      width: 140,
      align: 'right',
      responsive: ['md'],
      render: (_, { scopes }) => <Quantity value={scopes.length} />,
    },
    {
      title: t('applications.changed'),
      key: 'changed',
      width: 150,
      responsive: ['md'],
      render: (_, { updatedAt }) => <Instant at={updatedAt} />,
    },
  ];
  return (
    <Table
      rowKey="name"
      size="middle"
      columns={columns}
      dataSource={applications}
      pagination={false}
      tableLayout="fixed"
    />
  );
}
