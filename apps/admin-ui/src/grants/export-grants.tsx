import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Grant } from '../api/types.js';
import { csvOf } from '../display/csv.js';
import { useGrouped } from '../display/quantity.js';
import { saveFile } from '../display/save-file.js';
import type { GrantFilter } from './grant-filters.js';

const pageSize = 200;
/** Enough for a spreadsheet; whoever needs more asks the API. */
const mostRows = 10_000;

const columns = [
  'id',
  'name',
  'userId',
  'unionId',
  'corpId',
  'application',
  'state',
  'reason',
  'channel',
  'scopes',
  'observedAt',
  'createdAt',
  'handouts',
  'lastHandoutAt',
  'refreshTokenExpiresAt',
  'endsAt',
] as const satisfies readonly (keyof Grant)[];

/** What the filters on screen match, as CSV; says so if that is more than fits. */
export function ExportGrants({ filter }: { filter: GrantFilter }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const grouped = useGrouped();
  const exporting = useMutation({
    mutationFn: async () => {
      const rows: Grant[] = [];
      let cursor: string | undefined;
      do {
        const query = { ...filter, limit: pageSize, cursor };
        const page = await answerOf(api.GET('/admin/v1/grants', { params: { query } }));
        rows.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor && rows.length < mostRows);
      saveFile('grants.csv', 'text/csv', csvOf(columns, rows));
      return { count: rows.length, cut: cursor !== undefined };
    },
    onSuccess: ({ count, cut }) =>
      void message.info(t(cut ? 'grants.exportedSome' : 'grants.exported', { count, value: grouped(count) })),
    onError: (error) => void message.error(error.message),
  });
  return (
    <Button loading={exporting.isPending} onClick={() => exporting.mutate()}>
      {t('grants.export')}
    </Button>
  );
}
