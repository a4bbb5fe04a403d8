import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator, OperatorToken } from '../api/types.js';
import { useConfirm } from '../detail/use-confirm.js';
import { ActButton } from '../display/act-button.js';
import { useNow } from '../display/clock.js';
import { ForeignText, plainText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { Some } from '../display/some.js';
import { LoadingRows } from '../list/list-region.js';
import { CreateToken } from './create-token.js';
import { isLive, useTokens } from './use-operator-access.js';

export function Tokens({ operator }: { operator: Operator }) {
  const { t } = useTranslation();
  const { id } = operator;
  const { query } = useTokens(id);
  const [isCreating, setCreating] = useState(false);
  const queries = useQueryClient();
  const revocation = useMutation({
    mutationFn: (tokenId: string) =>
      answerOf(api.POST('/admin/v1/operators/{id}/tokens/{tokenId}/revoke', { params: { path: { id, tokenId } } })),
    onSuccess: () => Promise.all(['operators', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <Section wide title={t('tokens.title')}>
      <div className="stack">
        {query.error && <ProblemPanel error={query.error} retry={() => void query.refetch()} />}
        {revocation.error && <ProblemPanel error={revocation.error} />}
        {!query.data && !query.error && <LoadingRows rows={2} />}
        {query.data?.items.length === 0 && <p className="quiet">{t('tokens.none')}</p>}
        {query.data && query.data.items.length > 0 && (
          <TokenTable tokens={query.data.items} revoke={({ id: tokenId }) => revocation.mutate(tokenId)} />
        )}
        {isCreating ? (
          <CreateToken operator={operator} close={() => setCreating(false)} />
        ) : (
          <div>
            <ActButton permission="operators:write" onClick={() => setCreating(true)}>
              {t('tokens.create')}
            </ActButton>
          </div>
        )}
      </div>
    </Section>
  );
}

function TokenTable({ tokens, revoke }: { tokens: OperatorToken[]; revoke(token: OperatorToken): void }) {
  const { t } = useTranslation();
  const now = useNow();
  const confirm = useConfirm();
  const columns: TableColumnsType<OperatorToken> = [
    { title: t('tokens.name'), key: 'name', render: (_, { name }) => <ForeignText text={name} /> },
    {
      title: t('tokens.permissions'),
      key: 'permissions',
      render: (_, { permissions }) =>
        permissions ? (
          <Some items={permissions.map((name) => ({ key: name, shown: <code>{name}</code> }))} />
        ) : (
          t('tokens.all')
        ),
    },
    {
      title: t('tokens.created'),
      key: 'created',
      width: 148,
      render: (_, { createdAt }) => <Instant at={createdAt} />,
    },
    {
      title: t('tokens.lastUsed'),
      key: 'lastUsed',
      width: 148,
      render: (_, { lastUsedAt }) =>
        lastUsedAt ? <Instant at={lastUsedAt} /> : <span className="quiet">{t('tokens.never')}</span>,
    },
    {
      title: t('tokens.until'),
      key: 'until',
      width: 148,
      render: (_, { expiresAt }) => <Instant at={expiresAt} />,
    },
    {
      title: <span className="unseen">{t('list.acts')}</span>,
      key: 'actions',
      width: 112,
      align: 'right',
      render: (_, token) =>
        isLive(token, now) ? (
          <ActButton
            permission="operators:write"
            size="small"
            danger
            aria-label={t('tokens.revokeNamed', { name: plainText(token.name) })}
            onClick={() =>
              confirm({
                title: t('tokens.revokeOne'),
                effect: t('tokens.effect', { name: plainText(token.name) }),
                act: () => revoke(token),
              })
            }
          >
            {t('tokens.revoke')}
          </ActButton>
        ) : (
          <span className="quiet">{t(token.revokedAt ? 'tokens.revoked' : 'tokens.expired')}</span>
        ),
    },
  ];
  return (
    <Table
      className="tall-rows"
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={tokens}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 920 }}
    />
  );
}
