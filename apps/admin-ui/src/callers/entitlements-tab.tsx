import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller, EntitlementBody } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { Difference } from './difference.js';
import { DraftList } from './draft-list.js';
import { differenceOf } from './drafts.js';
import { DryRun } from './dry-run.js';
import { EntitlementTable } from './entitlement-table.js';
import { Refusals } from './refusals.js';
import { useDrafts } from './use-drafts.js';

/** What the caller may ask; edited beside the dry run, so that nobody saves what they have not tried. */
export function EntitlementsTab({ caller, rule }: { caller: Caller; rule: string | undefined }) {
  const { t } = useTranslation();
  // As it was when the editing began: what somebody else saves meanwhile must not take what is typed here.
  const [edited, edit] = useState<Caller>();
  if (edited) {
    return (
      <Editing
        key={edited.policyVersion}
        caller={edited}
        current={caller}
        again={() => edit(caller)}
        done={() => edit(undefined)}
      />
    );
  }
  return (
    <div className="stack">
      <Section wide title={t('callers.entitlements')}>
        <div className="stack">
          <EntitlementTable entitlements={caller.entitlements} marked={positionIn(rule)} />
          <div>
            <ActButton permission="callers:write" onClick={() => edit(caller)}>
              {t('draft.edit')}
            </ActButton>
          </div>
        </div>
      </Section>
      <DryRun caller={caller} />
    </div>
  );
}

interface EditingProps {
  /** What the drafts are made from. */
  caller: Caller;
  /** What stands by now. */
  current: Caller;
  again(): void;
  done(): void;
}

function Editing({ caller, current, again, done }: EditingProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const drafts = useDrafts(caller.entitlements);
  const saving = useMutation({
    mutationFn: (entitlements: EntitlementBody[]) => {
      const body = { entitlements, policyVersion: caller.policyVersion };
      return answerOf(api.PATCH('/admin/v1/callers/{id}', { params: { path: { id: caller.id } }, body }));
    },
    onSuccess: async () => {
      await Promise.all(['callers', 'audit', 'reach'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      done();
    },
    onError: () => queries.invalidateQueries({ queryKey: ['callers', caller.id] }),
  });
  const isChanged = drafts.changes.length > 0;
  const drafted = isChanged && drafts.isComplete ? drafts.bodies : undefined;
  return (
    <div className="editing">
      <Section title={t('callers.entitlements')}>
        <div className="stack">
          <DraftList drafts={drafts} />
          {isChanged && (
            <div aria-live="polite">
              <h3>{t('draft.unsaved')}</h3>
              <Difference changes={drafts.changes} />
            </div>
          )}
          <Refusals callerId={caller.id} entitlements={drafted} />
          {saving.error && <ProblemPanel error={saving.error} />}
          {current.policyVersion !== caller.policyVersion && <Moved from={caller} to={current} again={again} />}
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
      <DryRun caller={caller} drafted={drafted} />
    </div>
  );
}

/** Somebody else has changed the caller while it was edited here; what they did would be lost. */
function Moved({ from, to, again }: { from: Caller; to: Caller; again(): void }) {
  const { t } = useTranslation();
  const changes = differenceOf(from.entitlements, to.entitlements);
  return (
    <Alert
      type="warning"
      showIcon
      title={t('draft.moved')}
      description={
        <>
          {changes.length > 0 ? <Difference changes={changes} /> : <p>{t('draft.movedElsewhere')}</p>}
          <Button onClick={again}>{t('draft.again')}</Button>
        </>
      }
    />
  );
}

/** `todo-sync/2` is the second. */
function positionIn(rule: string | undefined): number | undefined {
  const position = Number(rule?.split('/').at(-1));
  return Number.isInteger(position) && position > 0 ? position : undefined;
}
