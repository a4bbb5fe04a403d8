import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Caller } from '../api/types.js';
import { EnabledTag } from '../display/enabled-tag.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

export function CallerTable({ callers }: { callers: Caller[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Caller> = [
    {
      title: t('callers.name'),
      key: 'name',
      width: isNarrow ? 168 : 220,
      render: (_, { id, name }) => (
        <Link href={addressOf(`callers/${id}`)}>
          <ForeignText text={name} />
        </Link>
      ),
    },
    {
      title: t('callers.state'),
      key: 'state',
      width: 128,
      render: (_, { disabledAt }) => <EnabledTag disabledAt={disabledAt} />,
    },
    {
      title: t('callers.entitlements'),
      key: 'entitlements',
      responsive: ['md'],
      render: (_, { entitlements }) => <InShort entitlements={entitlements} />,
    },
    {
      title: t('callers.method'),
      key: 'method',
      width: 180,
      responsive: ['lg'],
      render: (_, { authMethod }) => t(`callers.methods.${authMethod}`),
    },
    {
      title: t('callers.changed'),
      key: 'changed',
      width: 140,
      responsive: ['lg'],
      render: (_, { updatedAt }) => <Instant at={updatedAt} />,
    },
    { title: t('callers.id'), key: 'id', width: 128, responsive: ['md'], render: (_, { id }) => <ShortId id={id} /> },
  ];
  return (
    <Table rowKey="id" size="middle" columns={columns} dataSource={callers} pagination={false} tableLayout="fixed" />
  );
}

function InShort({ entitlements }: Pick<Caller, 'entitlements'>) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  if (entitlements.length === 0) return <span className="quiet">{t('callers.noEntitlements')}</span>;
  const scopes = new Set(entitlements.flatMap((entitlement) => entitlement.scopes)).size;
  const applications = [...new Set(entitlements.map(({ application }) => application))].join(' · ');
  const isWhole = entitlements.some(({ wholeToken }) => wholeToken);
  return (
    <span className="person">
      <ForeignText text={applications} />
      <span className="quiet nowrap">{t('callers.scopeCount', { count: scopes, value: grouped(scopes) })}</span>
      {isWhole && <span className="mark nowrap">{t('entitlement.wholeToken')}</span>}
    </span>
  );
}
