import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { addressOf, useNavigate } from '../location/use-location.js';
import { newestCheckpoints } from './newest-checkpoints.js';

/** Starts a verification and goes to its job, which is where one watches it. */
export function VerifyTrail({ close, started }: { close(): void; started(jobId: string): void }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const file = useId();
  const [published, setPublished] = useState<{ lines: string[]; strange: boolean }>({ lines: [], strange: false });
  const verification = useMutation({
    mutationFn: () =>
      answerOf(api.POST('/admin/v1/audit-verifications', { body: { publishedCheckpoints: published.lines } })),
    onSuccess: async ({ id }) => {
      started(id);
      await queries.invalidateQueries({ queryKey: ['audit'] });
      navigate(addressOf(`jobs/${id}`));
    },
  });
  return (
    <Section title={t('audit.verify')}>
      <p>{t('audit.verifyMeaning')}</p>
      <p>
        <label htmlFor={file}>{t('audit.published')}</label>
        <br />
        <input
          id={file}
          type="file"
          accept=".jsonl,.json,.txt,.log"
          onChange={async (event) => {
            const chosen = event.target.files?.[0];
            setPublished(chosen ? newestCheckpoints(await chosen.text()) : { lines: [], strange: false });
          }}
        />
      </p>
      <p className={published.strange ? 'note' : 'quiet'} role="status">
        {published.strange
          ? t('audit.publishedStrange')
          : published.lines.length > 0
            ? t('audit.publishedChosen', { value: grouped(published.lines.length) })
            : t('audit.publishedNone')}
      </p>
      {verification.error && <ProblemPanel error={verification.error} />}
      <div className="acts">
        <ActButton
          permission="audit:verify"
          type="primary"
          loading={verification.isPending}
          onClick={() => verification.mutate()}
        >
          {t('audit.verifyNow')}
        </ActButton>
        <Button onClick={close}>{t('ending.cancel')}</Button>
      </div>
    </Section>
  );
}
