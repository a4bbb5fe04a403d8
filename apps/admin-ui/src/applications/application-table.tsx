import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Application } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
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
      width: isNarrow ? 152 : 220,
      render: (_, { name, displayName }) => (
        <span className="person">
          <Link href={addressOf(`applications/${name}`)}>{name}</Link>
          {displayName && (
            <span className="quiet">
              <ForeignText text={displayName} />
            </span>
          )}
        </span>
      ),
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
      width: 220,
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
      ellipsis: true,
      render: (_, { kind, corpId, organisationName }) =>
        organisationName ? (
          <ForeignText text={organisationName} />
        ) : corpId ? (
          <code title={corpId}>{corpId}</code>
        ) : (
          t(`applications.organisations.${kind}`)
        ),
    },
    {
      title: 'Client ID',
      key: 'clientId',
      responsive: ['lg'],
      ellipsis: true,
      render: (_, { clientId }) => <code title={clientId}>{clientId}</code>,
    },
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
