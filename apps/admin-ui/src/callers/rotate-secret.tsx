import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Select } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller } from '../api/types.js';
import { useConfirm } from '../detail/use-confirm.js';
import { ActButton } from '../display/act-button.js';
import { exactTime } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { ShownOnce } from '../display/shown-once.js';

const overlaps = { none: 0, hour: 3600, day: 86_400, week: 604_800, month: 2_592_000 } as const;
type Overlap = keyof typeof overlaps;
const overlapNames = Object.keys(overlaps) as Overlap[];

/** The old secret goes on for as long as it takes the service to get the new one, unless it leaked. */
export function RotateSecret({ caller: { id, name } }: { caller: Caller }) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const queries = useQueryClient();
  const overlapId = useId();
  const [overlap, setOverlap] = useState<Overlap>('day');
  const rotation = useMutation({
    mutationFn: (overlapSeconds: number) =>
      answerOf(
        api.POST('/admin/v1/callers/{id}/rotate-secret', { params: { path: { id } }, body: { overlapSeconds } }),
      ),
    onSuccess: () =>
      Promise.all([['callers', id, 'secrets'], ['audit']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
    // Nothing of it is kept once it has left the page.
    gcTime: 0,
  });
  if (rotation.data) {
    const { clientSecret, previousSecretExpiresAt } = rotation.data;
    return (
      <ShownOnce
        title={t('rotate.shown', { name })}
        secret={clientSecret}
        note={
          previousSecretExpiresAt && Date.parse(previousSecretExpiresAt) > Date.now()
            ? t('rotate.oldUntil', { time: exactTime(new Date(previousSecretExpiresAt)).slice(0, 16) })
            : t('rotate.oldEnded')
        }
        stored={rotation.reset}
      />
    );
  }
  const rotate = () => {
    if (overlap !== 'none') return rotation.mutate(overlaps[overlap]);
    confirm({ title: t('rotate.endTitle'), effect: t('rotate.endMeaning', { name }), act: () => rotation.mutate(0) });
  };
  return (
    <Form layout="vertical">
      <Form.Item label={t('rotate.overlap')} htmlFor={overlapId} help={t('rotate.help')}>
        <Select
          id={overlapId}
          value={overlap}
          onChange={setOverlap}
          options={overlapNames.map((value) => ({ value, label: t(`rotate.overlaps.${value}`) }))}
        />
      </Form.Item>
      <div>
        <ActButton permission="callers:write" danger={overlap === 'none'} loading={rotation.isPending} onClick={rotate}>
          {t(rotation.isPending ? 'rotate.working' : 'rotate.act')}
        </ActButton>
      </div>
      {rotation.error && <ProblemPanel error={rotation.error} />}
    </Form>
  );
}
