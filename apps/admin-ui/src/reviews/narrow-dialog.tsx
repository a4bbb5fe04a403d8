import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ProblemError } from '../api/problem-error.js';
import type { NarrowedEntitlements, NarrowingPreview, ReviewCandidate } from '../api/types.js';
import { EndingDialog } from '../detail/ending-dialog.js';
import { ForeignText } from '../display/foreign-text.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { useGrouped } from '../display/quantity.js';
import { LoadingRows } from '../list/list-region.js';
import { useWhyNot } from '../session/permissions.js';

interface NarrowDialogProps {
  candidates: ReviewCandidate[];
  since: string;
  close(): void;
}

const UNDO_SECONDS = 10;

/** First what would be left of each caller; then exactly that. If a caller moved meanwhile, the new state is shown and asked about. */
export function NarrowDialog({ candidates, since, close }: NarrowDialogProps) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const told = useRestoring();
  const queries = useQueryClient();
  const [moved, setMoved] = useState<NarrowingPreview>();
  const entitlements = candidates.map(({ caller, application, scope }) => ({
    callerId: caller.id,
    application,
    scope,
  }));
  const preview = useQuery({
    queryKey: ['narrowing-preview', entitlements, since],
    queryFn: () => answerOf(api.POST('/admin/v1/access-reviews/narrow/preview', { body: { entitlements, since } })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  const shown = moved ?? preview.data;
  const narrowing = useMutation({
    mutationFn: ({ callers, reason }: { callers: NarrowingPreview['callers']; reason: string }) =>
      answerOf(
        api.POST('/admin/v1/access-reviews/narrow', {
          body: {
            since,
            reason,
            callers: callers.map(({ callerId, policyVersion, remove }) => ({ callerId, policyVersion, remove })),
          },
        }),
      ),
    onSuccess: async (narrowed) => {
      told(narrowed);
      close();
      await looksAnew(queries);
    },
    onError: (error) => setMoved(narrowingIn(error)),
  });
  if (!shown || shown.entitlements === 0) {
    return (
      <Modal
        open
        title={t('reviews.looking')}
        onCancel={close}
        footer={<Button onClick={close}>{t('ending.cancel')}</Button>}
      >
        {shown && <p>{t('reviews.nothingToNarrow')}</p>}
        {!shown && (preview.error ? <ProblemPanel error={preview.error} /> : <LoadingRows rows={4} />)}
      </Modal>
    );
  }
  const count = { count: shown.entitlements, value: grouped(shown.entitlements) };
  return (
    <EndingDialog
      key={moved ? 'moved' : 'first'}
      title={t('reviews.narrow', count)}
      working={t('reviews.narrowing', count)}
      isWorking={narrowing.isPending}
      failure={moved ? null : narrowing.error}
      act={(reason) => narrowing.mutate({ callers: shown.callers, reason })}
      close={close}
    >
      {moved && <Alert type="warning" showIcon title={t('reviews.moved')} />}
      {shown.used.length > 0 && (
        <Alert
          type="info"
          showIcon
          title={t('reviews.usedSince', { count: shown.used.length, value: shown.used.length })}
        />
      )}
      <div className="narrowings">
        {shown.callers.map((caller) => (
          <Narrowing key={caller.callerId} caller={caller} />
        ))}
      </div>
      <p className="quiet">{t('reviews.restorable')}</p>
    </EndingDialog>
  );
}

/** Before and after as one list: what goes is struck out, and named as gone. */
function Narrowing({ caller: { name, before, remove, handleOnly } }: { caller: NarrowingPreview['callers'][number] }) {
  const { t } = useTranslation();
  const keyOf = (each: { application: string; scope: string }) => `${each.application} ${each.scope}`;
  const goes = new Set(remove.map(keyOf));
  // Several entitlements may name the same scope, which goes or stays once.
  const stood = before.flatMap(({ application, scopes }) => scopes.map((scope) => ({ application, scope })));
  const lines = [...new Map(stood.map((each) => [keyOf(each), each])).entries()];
  return (
    <section>
      <strong>
        <ForeignText text={name} whole />
      </strong>
      <ul className="scopes">
        {lines.map(([key, { application, scope }]) => (
          <li key={key}>
            {goes.has(key) ? (
              <del>
                <span className="unseen">{t('reviews.goes')} </span>
                <code>{scope}</code>
              </del>
            ) : (
              <code>{scope}</code>
            )}{' '}
            <span className="quiet">{t('reviews.in', { application })}</span>
          </li>
        ))}
      </ul>
      {handleOnly.map(({ application, beyond }) => (
        <p key={application} className="mark">
          {t('reviews.handleOnly', { application, beyond: beyond.join(', ') })}
        </p>
      ))}
    </section>
  );
}

const looksAnew = (queries: ReturnType<typeof useQueryClient>) =>
  Promise.all(
    [['access-reviews'], ['scopes'], ['callers'], ['audit']].map((queryKey) => queries.invalidateQueries({ queryKey })),
  );

/** Says what was done and offers it back; afterwards it can be restored from each caller's history. */
function useRestoring(): (narrowed: NarrowedEntitlements) => void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const grouped = useGrouped();
  const queries = useQueryClient();
  const whyNot = useWhyNot('callers:write');
  const restoring = useMutation({
    mutationFn: ({ callers }: NarrowedEntitlements) =>
      Promise.all(
        callers.map(({ callerId, policyVersion, replaced }) =>
          answerOf(
            api.POST('/admin/v1/callers/{id}/restore', {
              params: { path: { id: callerId } },
              body: { version: replaced, policyVersion, reason: t('reviews.undone') },
            }),
          ),
        ),
      ),
    onSuccess: async (callers) => {
      void message.success(t('reviews.didRestore', { count: callers.length, value: grouped(callers.length) }));
      await looksAnew(queries);
    },
    onError: (error) => void message.error(error.message),
  });
  return (narrowed) => {
    const undo = () => {
      message.destroy('narrowed');
      restoring.mutate(narrowed);
    };
    void message.success({
      key: 'narrowed',
      duration: UNDO_SECONDS,
      content: (
        <>
          {t('reviews.didNarrow', { count: narrowed.entitlements, value: grouped(narrowed.entitlements) })}{' '}
          {!whyNot && (
            <Button type="link" size="small" onClick={undo}>
              {t('enabling.undo')}
            </Button>
          )}
        </>
      ),
    });
  };
}

/** What a refusal because of a caller that moved carries. */
function narrowingIn(error: Error): NarrowingPreview | undefined {
  return error instanceof ProblemError && error.problem.code === 'conflict' ? error.problem.narrowing : undefined;
}
