import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Suspension } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { useTheme } from '../theme/theme-choice.js';
import { type Subject, subjectOfRow } from './subject.js';

export function SuspensionTable({
  suspensions,
  resume,
}: {
  suspensions: Suspension[];
  resume(subject: Subject): void;
}) {
  const { t } = useTranslation();
  const { states } = useTheme();
  const columns: TableColumnsType<Suspension> = [
    {
      title: t('suspensions.what'),
      key: 'what',
      render: (_, { application, corpId, scope }) => (
        <code>{[application, scope ?? corpId].filter((part) => part !== null).join(' · ')}</code>
      ),
    },
    {
      title: t('suspensions.kind'),
      key: 'kind',
      width: 180,
      responsive: ['lg'],
      render: (_, { kind }) => t(`suspensions.kinds.${kind}`),
    },
    {
      title: t('suspensions.state'),
      key: 'state',
      width: 110,
      render: (_, { liftedAt }) => {
        const { text, tint } = liftedAt === null ? states.suspended : states.revoked;
        return (
          <span className="state-tag" style={{ color: text, background: tint }}>
            {t(liftedAt === null ? 'suspensions.holds' : 'suspensions.lifted')}
          </span>
        );
      },
    },
    {
      title: t('suspensions.since'),
      key: 'since',
      width: 140,
      responsive: ['md'],
      render: (_, { effectiveAt }) => <Instant at={effectiveAt} />,
    },
    {
      title: t('suspensions.by'),
      key: 'by',
      width: 180,
      responsive: ['md'],
      render: (_, { source, actor }) =>
        source === 'dingtalk' ? (
          t('suspensions.sources.dingtalk')
        ) : (
          <ForeignText text={actor.replace(/^operator:/, '')} />
        ),
    },
    {
      title: t('suspensions.why'),
      key: 'why',
      responsive: ['lg'],
      render: (_, { reason }) => <ForeignText text={reason} />,
    },
    {
      title: <span className="unseen">{t('suspensions.resume')}</span>,
      key: 'act',
      width: 110,
      align: 'right',
      render: (_, row) => {
        const subject = subjectOfRow(row);
        if (row.liftedAt !== null) return null;
        if (row.source === 'dingtalk' || !subject)
          return <span title={t('suspensions.onlyDingTalk')}>{t('display.unknown')}</span>;
        return (
          <ActButton permission="suspensions:write" size="small" onClick={() => resume(subject)}>
            {t('suspensions.resume')}
          </ActButton>
        );
      },
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={suspensions}
      pagination={false}
      tableLayout="fixed"
    />
  );
}
