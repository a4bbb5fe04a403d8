import { PauseCircleOutlined } from '@ant-design/icons';
import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Scope } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { useLanguage } from '../i18n/i18n.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

export function ScopeTable({ scopes }: { scopes: Scope[] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Scope> = [
    {
      title: t('scopes.code'),
      key: 'code',
      width: isNarrow ? 200 : 280,
      render: (_, { code, suspended }) => (
        <span className="person">
          <Link href={addressOf(`scopes/${code}`)} className="one-line">
            <code>{code}</code>
          </Link>
          {suspended && (
            <span className="nowrap quiet">
              <PauseCircleOutlined aria-hidden /> {t('scopes.suspended')}
            </span>
          )}
        </span>
      ),
    },
    {
      title: t('scopes.name'),
      key: 'name',
      responsive: ['md'],
      render: (_, { name }) =>
        name ? (
          <span className="one-line" title={name[language]}>
            {name[language]}
          </span>
        ) : (
          <span className="quiet">{t('scopes.unknown')}</span>
        ),
    },
    {
      title: t('scopes.type'),
      key: 'type',
      width: 230,
      responsive: ['lg'],
      render: (_, scope) => <Nature scope={scope} />,
    },
    {
      title: t('scopes.grantedBy'),
      key: 'grantedBy',
      width: 110,
      align: 'right',
      responsive: ['sm'],
      render: (_, { grantedBy }) => (grantedBy === null ? t('display.unknown') : <Quantity value={grantedBy} />),
    },
    {
      title: t('scopes.mayAsk'),
      key: 'mayAsk',
      width: 110,
      align: 'right',
      responsive: ['sm'],
      render: (_, { callers }) => <Quantity value={callers} />,
    },
    {
      title: t('scopes.lastUsed'),
      key: 'lastUsed',
      width: 210,
      render: (_, { lastUsed, callers }) =>
        lastUsed ? (
          <span className="person">
            <Instant at={lastUsed.at} />
            <span className="one-line quiet">
              <ForeignText text={lastUsed.caller.name} />
            </span>
          </span>
        ) : (
          <span className="quiet">{callers > 0 ? t('scopes.neverUsed') : t('display.unknown')}</span>
        ),
    },
  ];
  return (
    <Table
      rowKey="code"
      size="middle"
      columns={columns}
      dataSource={scopes}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 420 } : undefined}
    />
  );
}

/** Interface or field, whose permission it is, and how well that is known. */
export function Nature({ scope: { type, kind, documented } }: { scope: Scope }) {
  const { t } = useTranslation();
  const parts = [
    type && t(`scopes.types.${type}`),
    kind && t(`scopes.kinds.${kind}`),
    documented && documented !== 'confirmed' && t(`scopes.documented.${documented}`),
  ].filter(Boolean);
  return (
    <span className="one-line" title={parts.join(' · ')}>
      {parts.join(' · ') || t('display.unknown')}
    </span>
  );
}
