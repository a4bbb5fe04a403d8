import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Job } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { isJobType } from './job-types.js';

export function JobTable({ jobs }: { jobs: Job[] }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Job> = [
    {
      title: t('jobs.when'),
      key: 'when',
      width: 150,
      responsive: ['sm'],
      render: (_, { createdAt }) => <Instant at={createdAt} />,
    },
    {
      title: t('jobs.type'),
      key: 'type',
      render: (_, { id, type }) => (
        <Link href={addressOf(`jobs/${id}`)}>{isJobType(type) ? t(`jobs.types.${type}`) : type}</Link>
      ),
    },
    { title: t('jobs.state'), key: 'state', width: 110, render: (_, { state }) => t(`job.states.${state}`) },
    {
      title: t('jobs.progress'),
      key: 'progress',
      width: isNarrow ? 120 : 180,
      align: 'right',
      render: (_, { done, total }) => (
        <span className="quantity">{t('job.numbers', { done: grouped(done), total: grouped(total) })}</span>
      ),
    },
    {
      title: t('jobs.by'),
      key: 'by',
      width: 180,
      responsive: ['md'],
      render: (_, { actor }) => <ForeignText text={actor.replace(/^operator:/, '')} />,
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={jobs}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 420 } : undefined}
    />
  );
}
