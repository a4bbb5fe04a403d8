import { useMutation } from '@tanstack/react-query';
import { App, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { saveFile } from '../display/save-file.js';

type Format = 'csv' | 'json';
const formats = ['csv', 'json'] as const;
const mediaTypes: Record<Format, string> = { csv: 'text/csv', json: 'application/json' };

interface CandidatesQuery {
  since: string;
  recent: 'true' | 'false';
  application: string | undefined;
  decision: 'open' | 'kept' | undefined;
}

/** What the filters on screen match, whole, as a file. */
export function ExportReview({ query }: { query: CandidatesQuery }) {
  const { t } = useTranslation();
  const fetchFile = (format: Format) =>
    answerOf(
      api.GET('/admin/v1/access-reviews/candidates/export', {
        params: { query: { ...query, format } },
        parseAs: 'text',
      }),
    );
  return <Formats label={t('reviews.export')} name="access-review-candidates" fetchFile={fetchFile} />;
}

/** A signed review with all that was decided in it. */
export function SaveReview({ id }: { id: string }) {
  const { t } = useTranslation();
  const fetchFile = (format: Format) =>
    answerOf(
      api.GET('/admin/v1/access-reviews/{id}/export', {
        params: { path: { id }, query: { format } },
        parseAs: 'text',
      }),
    );
  return <Formats label={t('reviews.export')} name={`access-review-${id}`} fetchFile={fetchFile} />;
}

interface FormatsProps {
  label: string;
  /** Of the file, without its extension. */
  name: string;
  fetchFile(format: Format): Promise<unknown>;
}

function Formats({ label, name, fetchFile }: FormatsProps) {
  const { message } = App.useApp();
  const saving = useMutation({
    mutationFn: async (format: Format) =>
      saveFile(`${name}.${format}`, mediaTypes[format], String(await fetchFile(format))),
    onError: (error) => void message.error(error.message),
  });
  return (
    <Space.Compact>
      {formats.map((format) => (
        <Button
          key={format}
          loading={saving.isPending && saving.variables === format}
          onClick={() => saving.mutate(format)}
        >
          {`${label} ${format.toUpperCase()}`}
        </Button>
      ))}
    </Space.Compact>
  );
}
