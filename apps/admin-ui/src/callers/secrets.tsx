import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller, CallerSecret } from '../api/types.js';
import { useConfirm } from '../detail/use-confirm.js';
import { ActButton } from '../display/act-button.js';
import { useNow } from '../display/clock.js';
import { exactTime, Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { LoadingRows } from '../list/list-region.js';
import { RotateSecret } from './rotate-secret.js';

const lookAgainMs = 10_000;

/** Which secrets work, whether the service has changed over, and how one follows another. */
export function Secrets({ caller }: { caller: Caller }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const now = useNow();
  const { id } = caller;
  const secrets = useQuery({
    queryKey: ['callers', id, 'secrets'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/callers/{id}/secrets', { params: { path: { id } }, signal })),
    refetchInterval: lookAgainMs,
  });
  const ending = useMutation({
    mutationFn: (secretId: string) =>
      answerOf(api.POST('/admin/v1/callers/{id}/secrets/{secretId}/end', { params: { path: { id, secretId } } })),
    onSettled: () =>
      Promise.all([['callers', id, 'secrets'], ['audit']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const items = secrets.data?.items ?? [];
  const current = items.find(({ expiresAt }) => expiresAt === null);
  const isBeingReplaced = items.some(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) > now);
  return (
    <Section wide title={t('secrets.title')}>
      <div className="stack">
        {secrets.error && <ProblemPanel error={secrets.error} retry={() => void secrets.refetch()} />}
        {secrets.isPending && <LoadingRows rows={2} />}
        {items.length > 0 && (
          <SecretTable
            secrets={items}
            current={current}
            now={now}
            isEnding={ending.isPending}
            end={({ id: secretId }) => ending.mutate(secretId)}
          />
        )}
        {isBeingReplaced && current && !current.lastUsedAt && <p className="note">{t('secrets.wait')}</p>}
        {ending.error && <ProblemPanel error={ending.error} />}
        <RotateSecret caller={caller} />
      </div>
    </Section>
  );
}

interface SecretTableProps {
  secrets: CallerSecret[];
  /** The one that the service goes on with. */
  current: CallerSecret | undefined;
  now: number;
  isEnding: boolean;
  end(secret: CallerSecret): void;
}

function SecretTable({ secrets, current, now, isEnding, end }: SecretTableProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const minuteOf = (at: string) => exactTime(new Date(at)).slice(0, 16);
  const wordsOf = ({ lastUsedAt, usesNotedSince }: CallerSecret) =>
    lastUsedAt
      ? t('secrets.used', { time: minuteOf(lastUsedAt) })
      : t('secrets.unused', { time: minuteOf(usesNotedSince) });
  const ask = (secret: CallerSecret) =>
    confirm({
      title: t('secrets.endNamed', { id: secret.id.slice(-8) }),
      effect: [
        t('secrets.old', { use: wordsOf(secret) }),
        current && t('secrets.new', { use: wordsOf(current) }),
        t('secrets.effect'),
      ]
        .filter(Boolean)
        .join(' '),
      act: () => end(secret),
    });
  const columns: TableColumnsType<CallerSecret> = [
    { title: t('secrets.id'), key: 'id', width: 144, render: (_, { id }) => <ShortId id={id} /> },
    { title: t('secrets.made'), key: 'made', width: 160, render: (_, { createdAt }) => <Instant at={createdAt} /> },
    {
      title: t('secrets.lastUsed'),
      key: 'lastUsed',
      render: (_, secret) =>
        secret.lastUsedAt ? (
          <Instant at={secret.lastUsedAt} />
        ) : (
          <span className="quiet">{t('secrets.neverSince', { time: minuteOf(secret.usesNotedSince) })}</span>
        ),
    },
    {
      title: t('secrets.until'),
      key: 'until',
      width: 200,
      render: (_, { expiresAt }) => {
        if (!expiresAt) return t('secrets.untilReplaced');
        if (Date.parse(expiresAt) <= now) return <span className="quiet">{t('secrets.ended')}</span>;
        return <Instant at={expiresAt} />;
      },
    },
    {
      title: <span className="unseen">{t('list.acts')}</span>,
      key: 'acts',
      width: 128,
      align: 'right',
      render: (_, secret) =>
        secret.expiresAt !== null &&
        Date.parse(secret.expiresAt) > now && (
          <ActButton
            permission="callers:write"
            size="small"
            danger
            loading={isEnding}
            aria-label={t('secrets.endNamed', { id: secret.id.slice(-8) })}
            onClick={() => ask(secret)}
          >
            {t('secrets.end')}
          </ActButton>
        ),
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={secrets}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 840 }}
    />
  );
}
