import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { ImportRow } from '../api/types.js';
import { csvOf } from '../display/csv.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { saveFile } from '../display/save-file.js';

const pageSize = 200;

const columns = [
  'line',
  'outcome',
  'application',
  'corpId',
  'expectedUserId',
  'expectedUnionId',
  'grantId',
  'finishedAt',
] as const satisfies readonly (keyof ImportRow)[];

/** Every line with what became of it, for a spreadsheet. */
export function DownloadReport({ jobId }: { jobId: string }) {
  const { t } = useTranslation();
  const downloading = useMutation({
    mutationFn: async () => {
      const rows: ImportRow[] = [];
      let cursor: string | undefined;
      do {
        const params = { path: { jobId }, query: { limit: pageSize, cursor } };
        const page = await answerOf(api.GET('/admin/v1/imports/{jobId}/rows', { params }));
        rows.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      saveFile(`import-${jobId.slice(-8)}.csv`, 'text/csv', csvOf(columns, rows));
    },
  });
  return (
    <>
      <Button loading={downloading.isPending} onClick={() => downloading.mutate()}>
        {t('imports.download')}
      </Button>
      {downloading.error && <ProblemPanel error={downloading.error} />}
    </>
  );
}
