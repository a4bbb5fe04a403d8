import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller, CallerVersion } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { Difference } from './difference.js';
import { bodyOf, differenceOf, draftOf } from './drafts.js';
import { DryRun } from './dry-run.js';
import { Refusals } from './refusals.js';

interface RestoreVersionProps {
  caller: Caller;
  version: CallerVersion;
  done(): void;
}

/** Going back to an earlier version: seen and tried like any other change before it counts. */
export function RestoreVersion({ caller, version, done }: RestoreVersionProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const [isChecked, setChecked] = useState(false);
  // What the operator has seen; the broker refuses if the caller has moved since.
  const [seen, see] = useState(caller.policyVersion);
  const changes = differenceOf(caller.entitlements, version.entitlements);
  const entitlements = version.entitlements.map((each) => bodyOf(draftOf(each), each));
  const restoration = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/admin/v1/callers/{id}/restore', {
          params: { path: { id: caller.id } },
          body: { version: version.policyVersion, policyVersion: seen, reason: reason.trim() },
        }),
      ),
    onSuccess: async () => {
      await Promise.all(['callers', 'audit', 'reach'].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      done();
    },
    onError: () => queries.invalidateQueries({ queryKey: ['callers', caller.id] }),
  });
  const hasMoved = caller.policyVersion !== seen;
  const isReasonMissing = reason.trim() === '';
  const restore = () => {
    setChecked(true);
    if (isReasonMissing) document.getElementById(reasonId)?.focus();
    else restoration.mutate();
  };
  const lookAgain = () => {
    restoration.reset();
    see(caller.policyVersion);
  };
  const title = t('history.restoreNamed', { version: version.policyVersion });
  return (
    <div className="editing">
      <Section title={title}>
        <Form layout="vertical" className="wide-form" onFinish={restore}>
          <h3>{t('history.wouldChange')}</h3>
          {changes.length > 0 ? <Difference changes={changes} /> : <p>{t('history.nothing')}</p>}
          <Refusals callerId={caller.id} entitlements={entitlements} />
          <Form.Item
            label={t('history.reason')}
            htmlFor={reasonId}
            {...(isChecked && isReasonMissing && { validateStatus: 'error', help: t('history.reasonMissing') })}
          >
            <Input
              id={reasonId}
              value={reason}
              maxLength={500}
              autoComplete="off"
              onChange={({ target }) => setReason(target.value)}
            />
          </Form.Item>
          {restoration.error && !hasMoved && <ProblemPanel error={restoration.error} />}
          {hasMoved && (
            <Alert
              type="warning"
              showIcon
              title={t('history.moved')}
              action={<Button onClick={lookAgain}>{t('history.seen')}</Button>}
            />
          )}
          <div className="acts">
            <ActButton permission="callers:write" type="primary" htmlType="submit" loading={restoration.isPending}>
              {restoration.isPending ? t('history.restoring') : title}
            </ActButton>
            <Button onClick={done}>{t('ending.cancel')}</Button>
          </div>
        </Form>
      </Section>
      <DryRun caller={caller} drafted={entitlements} />
    </div>
  );
}
