import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { ImportRow } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ListRegion } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf, useLocation, useNavigate } from '../location/use-location.js';
import type { ImportOutcome } from './outcomes.js';

/** The lines of an import, by their numbers in the file; of a token nothing is left. */
export function ImportRows({ jobId, outcome }: { jobId: string; outcome: ImportOutcome | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isNarrow = !Grid.useBreakpoint().md;
  const cursor = useLocation().state.cursors?.at(-1);
  const query = { outcome, cursor };
  const rows = useQuery({
    queryKey: ['jobs', jobId, 'rows', query],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/imports/{jobId}/rows', { params: { path: { jobId }, query }, signal })),
    placeholderData: keepPreviousData,
  });
  const columns: TableColumnsType<ImportRow> = [
    { title: t('imports.lineNumber'), dataIndex: 'line', key: 'line', width: 80, align: 'right' },
    {
      title: t('imports.outcome'),
      key: 'outcome',
      width: isNarrow ? 180 : 260,
      render: (_, { outcome: became }) => (became ? t(`imports.outcomes.${became}`) : t('imports.undecided')),
    },
    {
      title: t('imports.expected'),
      key: 'expected',
      responsive: ['sm'],
      render: (_, { expectedUserId, expectedUnionId }) => {
        const expected = expectedUserId ?? expectedUnionId;
        return expected ? <ForeignText text={expected} /> : <span className="quiet">{t('imports.anybody')}</span>;
      },
    },
    {
      title: t('grants.application'),
      key: 'application',
      width: 180,
      responsive: ['md'],
      render: (_, { application }) => <ForeignText text={application} />,
    },
    {
      title: t('receipt.grant'),
      key: 'grant',
      width: 128,
      render: (_, { grantId }) =>
        grantId ? (
          <Link className="record-link" href={addressOf(`grants/${grantId}`)}>
            …{grantId.slice(-8)}
          </Link>
        ) : (
          <span className="quiet">{t('display.unknown')}</span>
        ),
    },
  ];
  return (
    <ListRegion
      query={rows}
      filtered={outcome !== undefined}
      clear={() => navigate(addressOf(`jobs/${jobId}`), { keepScroll: true })}
      nothingYet={{ title: t('imports.rowsGone'), meaning: t('imports.keptFor') }}
    >
      {(items) => (
        <Table
          rowKey="line"
          size="middle"
          columns={columns}
          dataSource={items}
          pagination={false}
          tableLayout="fixed"
          scroll={isNarrow ? { x: 420 } : undefined}
        />
      )}
    </ListRegion>
  );
}
