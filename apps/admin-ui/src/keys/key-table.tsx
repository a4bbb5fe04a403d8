import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MasterKey } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { KeyStateTag } from './key-state-tag.js';
import { RetireKey } from './retire-key.js';

export function KeyTable({ keys }: { keys: MasterKey[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<MasterKey> = [
    {
      title: t('keys.key'),
      key: 'id',
      width: 160,
      render: (_, { id, missingOn }) => (
        <>
          <code>{id}</code>
          {missingOn.length > 0 && <div className="quiet">{t('keys.missingOn', { count: missingOn.length })}</div>}
        </>
      ),
    },
    {
      title: t('keys.state'),
      key: 'state',
      width: isNarrow ? 130 : undefined,
      render: (_, { state }) => (
        <>
          <KeyStateTag state={state} /> <span className="quiet">{!isNarrow && t(`keys.meanings.${state}`)}</span>
        </>
      ),
    },
    {
      title: t('keys.sealed'),
      key: 'sealed',
      width: 130,
      align: 'right',
      render: (_, { sealed, countedAt, dataKeys }) =>
        countedAt || dataKeys === 0 ? (
          <Quantity value={sealed} />
        ) : (
          <span className="quiet">{t('keys.notCounted')}</span>
        ),
    },
    {
      title: t('keys.dataKeys'),
      key: 'dataKeys',
      width: 110,
      align: 'right',
      responsive: ['lg'],
      render: (_, { dataKeys }) => <Quantity value={dataKeys} />,
    },
    {
      title: t('keys.lastUsed'),
      key: 'lastUsed',
      width: 140,
      responsive: ['md'],
      render: (_, { lastUsedAt }) =>
        lastUsedAt ? <Instant at={lastUsedAt} /> : <span className="quiet">{t('keys.never')}</span>,
    },
    {
      title: t('keys.added'),
      key: 'added',
      width: 150,
      responsive: ['xl'],
      render: (_, { addedAt }) => addedAt && <Instant at={addedAt} />,
    },
    { title: t('keys.way'), key: 'act', width: 250, render: (_, masterKey) => <RetireKey masterKey={masterKey} /> },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={keys}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 670 } : undefined}
    />
  );
}
