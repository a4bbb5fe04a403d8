import { useMutation } from '@tanstack/react-query';
import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { exactTime, offsetOf } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { saveFile } from '../display/save-file.js';

interface ExportTrailProps {
  /** Where the list on screen begins, if it says. */
  from: string | undefined;
  /** Whether the list on screen is narrowed by anything but time. */
  filtered: boolean;
  close(): void;
}

const dayMs = 86_400_000;

/** As the browser's field takes it: local time, to the second. */
const localText = (at: Date) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);

/** Says what the file will hold and how it is checked, before it is made. */
export function ExportTrail({ from, filtered, close }: ExportTrailProps) {
  const { t } = useTranslation();
  const [range, setRange] = useState(() => ({
    from: from ? new Date(from) : new Date(Date.now() - dayMs),
    to: new Date(),
  }));
  const exporting = useMutation({
    mutationFn: async () => {
      const query = { from: range.from.toISOString(), to: range.to.toISOString() };
      const text = await answerOf(
        api.GET('/admin/v1/audit-events/export', { params: { query }, parseAs: 'text' }) as Promise<{
          data?: string;
          error?: unknown;
          response: Response;
        }>,
      );
      saveFile(`audit-${query.from.slice(0, 10)}-${query.to.slice(0, 10)}.jsonl`, 'application/x-ndjson', text);
    },
    onSuccess: close,
  });
  return (
    <Modal
      open
      title={t('audit.export')}
      okText={t('audit.exportNow')}
      cancelText={t('ending.cancel')}
      confirmLoading={exporting.isPending}
      onOk={() => exporting.mutate()}
      onCancel={close}
      closable={{ 'aria-label': t('ending.cancel') }}
    >
      <div className="stack">
        <p>{t('audit.exportWindow', { offset: offsetOf(range.to) })}</p>
        <div className="acts">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="datetime-local"
              step={1}
              aria-label={t(`audit.exportEnds.${end}`)}
              defaultValue={localText(range[end])}
              onChange={({ target: { value } }) => value && setRange({ ...range, [end]: new Date(value) })}
            />
          ))}
        </div>
        <p>{t('audit.exportHolds', { from: exactTime(range.from), to: exactTime(range.to) })}</p>
        {filtered && <p className="note">{t('audit.exportUnfiltered')}</p>}
        <p>{t('audit.exportCheck')}</p>
        <pre className="code">node verify-audit-export.mjs audit.jsonl --key KEY_ID</pre>
        <p className="quiet">{t('audit.exportKey')}</p>
        {exporting.error && <ProblemPanel error={exporting.error} />}
      </div>
    </Modal>
  );
}
