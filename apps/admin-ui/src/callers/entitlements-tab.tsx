import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller, EntitlementBody } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { DraftList } from './draft-list.js';
import type { Change } from './drafts.js';
import { DryRun } from './dry-run.js';
import { EntitlementTable } from './entitlement-table.js';
import { useDrafts } from './use-drafts.js';

/** What the caller may ask; edited beside the dry run, so that nobody saves what they have not tried. */
export function EntitlementsTab({ caller, rule }: { caller: Caller; rule: string | undefined }) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  if (isEditing) return <Editing key={caller.updatedAt} caller={caller} done={() => setEditing(false)} />;
  return (
    <div className="stack">
      <Section wide title={t('callers.entitlements')}>
        <div className="stack">
          <EntitlementTable entitlements={caller.entitlements} marked={positionIn(rule)} />
          <div>
            <ActButton permission="callers:write" onClick={() => setEditing(true)}>
              {t('draft.edit')}
            </ActButton>
          </div>
        </div>
      </Section>
      <DryRun caller={caller} />
    </div>
  );
}

function Editing({ caller, done }: { caller: Caller; done(): void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const drafts = useDrafts(caller.entitlements);
  const saving = useMutation({
    mutationFn: (entitlements: EntitlementBody[]) =>
      answerOf(api.PATCH('/admin/v1/callers/{id}', { params: { path: { id: caller.id } }, body: { entitlements } })),
    onSuccess: async () => {
      await Promise.all(['callers', 'audit', 'reach'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      done();
    },
  });
  const isChanged = drafts.changes.length > 0;
  return (
    <div className="editing">
      <Section title={t('callers.entitlements')}>
        <div className="stack">
          <DraftList drafts={drafts} />
          {isChanged && <Unsaved changes={drafts.changes} />}
          {saving.error && <ProblemPanel error={saving.error} />}
          <div className="acts">
            <ActButton
              permission="callers:write"
              type="primary"
              loading={saving.isPending}
              onClick={() => drafts.check() && saving.mutate(drafts.bodies)}
            >
              {t(saving.isPending ? 'draft.saving' : 'draft.save')}
            </ActButton>
            <Button disabled={saving.isPending} onClick={done}>
              {t(isChanged ? 'draft.discard' : 'ending.cancel')}
            </Button>
          </div>
        </div>
      </Section>
      <DryRun caller={caller} drafted={isChanged && drafts.isComplete ? drafts.bodies : undefined} />
    </div>
  );
}

function Unsaved({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  return (
    <div>
      <h3>{t('draft.unsaved')}</h3>
      <ul className="some" aria-live="polite">
        {changes.map(({ key, sign, position, what }) => (
          <li key={key}>
            {position} · {sign} {sign === '±' ? t(`draft.fields.${what as 'delivery'}`) : <code>{what}</code>}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** `todo-sync/2` is the second. */
function positionIn(rule: string | undefined): number | undefined {
  const position = Number(rule?.split('/').at(-1));
  return Number.isInteger(position) && position > 0 ? position : undefined;
}
