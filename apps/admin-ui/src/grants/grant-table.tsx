import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { ShortId } from '../display/short-id.js';
import { GrantStateTag, shownState } from './grant-state-tag.js';

export const personOf = ({ name, userId, unionId }: Pick<Grant, 'name' | 'userId' | 'unionId'>): string =>
  name || userId || unionId || '—';

export function GrantTable({ grants, revoke }: { grants: Grant[]; revoke(grant: Grant): void }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Grant> = [
    {
      title: t('grants.person'),
      key: 'person',
      width: isNarrow ? 168 : undefined,
      render: (_, grant) => (
        <span className="person">
          <ForeignText text={personOf(grant)} />
          {/* Two people of one name are told apart by it. */}
          {grant.name && grant.userId && <code className="one-line beside">{grant.userId}</code>}
        </span>
      ),
    },
    {
      title: t('grants.organisation'),
      key: 'organisation',
      width: 160,
      responsive: ['lg'],
      render: (_, { corpId }) =>
        corpId === '-' ? (
          <span className="quiet one-line" title={t('grants.personal')}>
            {t('grants.personal')}
          </span>
        ) : (
          <code className="one-line">{corpId}</code>
        ),
    },
    {
      title: t('grants.application'),
      key: 'application',
      width: 160,
      responsive: ['sm'],
      render: (_, { application }) => <ForeignText text={application} />,
    },
    {
      title: t('grants.state'),
      key: 'state',
      width: 148,
      render: (_, grant) => <GrantStateTag state={shownState(grant)} />,
    },
    {
      title: t('grants.scopes'),
      key: 'scopes',
      width: 116,
      align: 'right',
      responsive: ['xl'],
      render: (_, { scopes, observedAt }) =>
        observedAt ? (
          <span title={scopes.join('\n')}>
            <Quantity value={scopes.length} />
          </span>
        ) : (
          <span className="quiet nowrap" title={t('display.notConfirmed')}>
            {t('display.notConfirmedShort')}
          </span>
        ),
    },
    {
      title: t('grants.lastUsed'),
      key: 'lastUsed',
      width: 140,
      responsive: ['md'],
      render: (_, { lastHandoutAt }) =>
        lastHandoutAt ? <Instant at={lastHandoutAt} /> : <span className="quiet">{t('grants.never')}</span>,
    },
    {
      title: t('grants.id'),
      key: 'id',
      width: 128,
      responsive: ['md'],
      render: (_, { id }) => <ShortId id={id} />,
    },
    {
      title: <span className="unseen">{t('grants.actions')}</span>,
      key: 'actions',
      width: 96,
      align: 'right',
      render: (_, grant) => <RevokeButton grant={grant} revoke={revoke} />,
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={grants}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 420 } : undefined}
    />
  );
}

function RevokeButton({ grant, revoke }: { grant: Grant; revoke(grant: Grant): void }) {
  const { t } = useTranslation();
  const ended = grant.state === 'revoked' || grant.state === 'expired';
  if (ended) return null;
  return (
    <ActButton
      permission="grants:revoke"
      size="small"
      danger
      aria-label={t('grants.revokeNamed', { person: personOf(grant), application: grant.application })}
      onClick={() => revoke(grant)}
    >
      {t('grants.revoke')}
    </ActButton>
  );
}
