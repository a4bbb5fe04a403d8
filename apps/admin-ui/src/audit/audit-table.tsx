import { Button, Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AuditEvent } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant, offsetOf } from '../display/instant.js';
import { Act, Outcome } from './record-words.js';

/** Evidence, so ids first and times to the second. */
export function AuditTable({ records, open }: { records: AuditEvent[]; open(id: string): void }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const text = (value: string | null) => (value ? <ForeignText text={value} /> : t('display.unknown'));
  const columns: TableColumnsType<AuditEvent> = [
    {
      title: t('audit.time', { offset: offsetOf(new Date()) }),
      key: 'time',
      width: isNarrow ? 108 : 170,
      render: (_, { occurredAt }) => <ExactInstant at={occurredAt} />,
    },
    {
      title: t('audit.who'),
      key: 'who',
      width: isNarrow ? 140 : 240,
      render: (_, event) => text(event.actor ?? event.callerId),
    },
    {
      title: t('audit.did'),
      key: 'did',
      width: 160,
      render: (_, { type }) => <Act type={type} />,
    },
    {
      title: t('audit.onWhom'),
      key: 'onWhom',
      responsive: ['md'],
      render: (_, event) => text(subjectOf(event)),
    },
    {
      title: t('audit.why'),
      key: 'why',
      width: 130,
      responsive: ['xl'],
      render: (_, { purpose }) => text(purpose),
    },
    {
      title: t('audit.outcome'),
      key: 'outcome',
      width: 160,
      responsive: ['sm'],
      render: (_, { outcome }) => <Outcome outcome={outcome} />,
    },
    {
      title: t('audit.record'),
      key: 'record',
      width: 112,
      render: (_, { id }) => (
        <Button
          type="link"
          size="small"
          className="record-link"
          aria-label={t('audit.open', { id: id.slice(-8) })}
          onClick={() => open(id)}
        >
          …{id.slice(-8)}
        </Button>
      ),
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={records}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 520 } : undefined}
    />
  );
}

function subjectOf({ userId, unionId, application }: AuditEvent): string | null {
  return [userId ?? unionId, application].filter(Boolean).join(' · ') || null;
}
