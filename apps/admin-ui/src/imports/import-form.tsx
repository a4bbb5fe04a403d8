import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Form, Select } from 'antd';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { addressOf, useNavigate } from '../location/use-location.js';
import { checkLines, mostLines } from './check-lines.js';
import { CheckResult } from './check-result.js';

/** The file is read here and looked through before anything is sent; it is kept nowhere, and no page shows what is in it. */
export function ImportForm() {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const ids = useId();
  const [file, setFile] = useState<{ text: string }>();
  const [chosen, choose] = useState<string>();
  const [replaces, setReplaces] = useState(false);
  const applications = useQuery({
    queryKey: ['applications'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/applications', { signal })),
    staleTime: 60_000,
  });
  const names = useMemo(() => applications.data?.items.map(({ name }) => name), [applications.data]);
  // A large file takes a moment; the field does not wait for it.
  const read = useDeferredValue(file);
  const checked = useMemo(
    () => (read && names ? checkLines(read.text, chosen, names) : undefined),
    [read, names, chosen],
  );
  const sending = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/admin/v1/grants/import', {
          params: { query: { replace: replaces ? 'true' : 'false' } },
          headers: { 'content-type': 'application/x-ndjson' },
          body: checked?.body ?? '',
          bodySerializer: (lines) => lines,
        }),
      ),
    onSuccess: async ({ id }) => {
      setFile(undefined);
      await Promise.all(['jobs', 'audit'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      navigate(addressOf(`jobs/${id}`));
    },
  });
  const isGood =
    checked !== undefined && checked.count > 0 && checked.count <= mostLines && checked.faulty.length === 0;
  const count = { count: checked?.count ?? 0, value: grouped(checked?.count ?? 0) };
  return (
    <Section title={t('imports.bring')}>
      <div className="stack">
        <p>{t('imports.meaning')}</p>
        <p className="note">{t('imports.once')}</p>
        {applications.error && <ProblemPanel error={applications.error} retry={() => void applications.refetch()} />}
        <Form layout="vertical" onFinish={() => isGood && sending.mutate()}>
          <Form.Item label={t('imports.application')} htmlFor={`${ids}application`} help={t('imports.applicationHelp')}>
            <Select
              id={`${ids}application`}
              className="import-application"
              value={chosen}
              allowClear
              showSearch
              disabled={sending.isPending}
              placeholder={t('imports.eachLineSays')}
              onChange={(next: string | undefined) => choose(next)}
              options={(names ?? []).map((name) => ({ value: name, label: name }))}
            />
          </Form.Item>
          <Form.Item label={t('imports.file')} htmlFor={`${ids}file`} help={t('imports.fileHelp')}>
            <input
              id={`${ids}file`}
              type="file"
              accept=".ndjson,.jsonl,.json,.txt"
              disabled={sending.isPending}
              onChange={async ({ target }) => {
                sending.reset();
                const [picked] = target.files ?? [];
                setFile(picked && { text: await picked.text() });
              }}
            />
          </Form.Item>
          {checked && <CheckResult checked={checked} />}
          <Form.Item>
            <Checkbox
              checked={replaces}
              disabled={sending.isPending}
              onChange={({ target }) => setReplaces(target.checked)}
            >
              {t('imports.replace')}
            </Checkbox>
          </Form.Item>
          {sending.error && <ProblemPanel error={sending.error} />}
          {isGood && (
            <div className="acts">
              <ActButton permission="grants:import" type="primary" htmlType="submit" loading={sending.isPending}>
                {t(sending.isPending ? 'imports.sending' : 'imports.send', count)}
              </ActButton>
            </div>
          )}
        </Form>
      </div>
    </Section>
  );
}
