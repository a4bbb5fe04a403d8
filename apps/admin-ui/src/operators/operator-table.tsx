import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Operator } from '../api/types.js';
import { EnabledTag } from '../display/enabled-tag.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { SignsIn } from './signs-in.js';

export function OperatorTable({ operators }: { operators: Operator[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Operator> = [
    {
      title: t('operators.name'),
      key: 'name',
      width: isNarrow ? 140 : undefined,
      render: (_, { id, name }) => (
        <Link href={addressOf(`operators/${id}`)}>
          <ForeignText text={name} />
        </Link>
      ),
    },
    { title: t('operators.role'), key: 'role', width: 100, render: (_, { role }) => t(`roles.${role}`) },
    {
      title: t('operators.state'),
      key: 'state',
      width: 128,
      render: (_, { disabledAt }) => <EnabledTag disabledAt={disabledAt} />,
    },
    {
      title: t('operators.signsIn'),
      key: 'signsIn',
      responsive: ['md'],
      render: (_, operator) => <SignsIn operator={operator} />,
    },
    {
      title: t('operators.changed'),
      key: 'changed',
      width: 140,
      responsive: ['lg'],
      render: (_, { updatedAt }) => <Instant at={updatedAt} />,
    },
    { title: t('operators.id'), key: 'id', width: 128, responsive: ['md'], render: (_, { id }) => <ShortId id={id} /> },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={operators}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 368 } : undefined}
    />
  );
}
