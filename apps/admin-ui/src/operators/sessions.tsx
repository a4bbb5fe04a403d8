import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Operator } from '../api/types.js';
import { useConfirm } from '../detail/use-confirm.js';
import { ActButton } from '../display/act-button.js';
import { plainText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { useSessions } from './use-operator-access.js';

export function Sessions({ operator: { id, name } }: { operator: Operator }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const confirm = useConfirm();
  const sessions = useSessions(id);
  const ending = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/operators/{id}/sessions/end', { params: { path: { id } } })),
    onSuccess: () => Promise.all(['operators', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
  const items = sessions.data?.items ?? [];
  return (
    <Section wide title={t('sessions.title')}>
      <div className="stack">
        {sessions.error && <ProblemPanel error={sessions.error} retry={() => void sessions.refetch()} />}
        {ending.error && <ProblemPanel error={ending.error} />}
        {!sessions.data && !sessions.error && <LoadingRows rows={1} />}
        {sessions.data && items.length === 0 && <p className="quiet">{t('sessions.none')}</p>}
        {items.length > 0 && (
          <>
            <Table
              rowKey="id"
              size="middle"
              dataSource={items}
              pagination={false}
              columns={[
                {
                  title: t('sessions.signedIn'),
                  key: 'signedIn',
                  render: (_, { signedInAt }) => <Instant at={signedInAt} />,
                },
                {
                  title: t('sessions.lastSeen'),
                  key: 'lastSeen',
                  render: (_, { lastSeenAt }) => <Instant at={lastSeenAt} />,
                },
                { title: t('sessions.ends'), key: 'ends', render: (_, { endsAt }) => <Instant at={endsAt} /> },
              ]}
            />
            <div>
              <ActButton
                permission="operators:write"
                danger
                loading={ending.isPending}
                onClick={() =>
                  confirm({
                    title: t('sessions.end', { count: items.length }),
                    effect: t('sessions.effect', { name: plainText(name) }),
                    act: () => ending.mutate(),
                  })
                }
              >
                {t('sessions.everywhere')}
              </ActButton>
            </div>
          </>
        )}
      </div>
    </Section>
  );
}
