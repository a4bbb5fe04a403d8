import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { ShortId } from '../display/short-id.js';
import { LoadingRows } from '../list/list-region.js';

interface DeliveryDrawerProps {
  webhookId: string;
  id: string;
  mayReplay: boolean;
  close(): void;
}

/** One message as it was sent, with every attempt. */
export function DeliveryDrawer({ webhookId, id, mayReplay, close }: DeliveryDrawerProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const params = { path: { id: webhookId, deliveryId: id } };
  const delivery = useQuery({
    queryKey: ['webhooks', webhookId, 'delivery', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/webhooks/{id}/deliveries/{deliveryId}', { params, signal })),
  });
  const replay = useMutation({
    mutationFn: () => answerOf(api.POST('/admin/v1/webhooks/{id}/deliveries/{deliveryId}/replay', { params })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks', webhookId] }),
  });
  const { data, error } = delivery;
  return (
    <Drawer
      open
      size={520}
      title={t('webhooks.delivery')}
      onClose={close}
      closable={{ 'aria-label': t('webhooks.close') }}
    >
      {error && <ProblemPanel error={error} retry={() => void delivery.refetch()} />}
      {!data && !error && <LoadingRows rows={4} />}
      {data && (
        <div className="stack">
          <p>
            <code>{data.event}</code> · {t(`webhooks.states.${data.state}`)} · <ShortId id={data.id} />
          </p>
          {mayReplay && data.state !== 'pending' && (
            <div>
              <ActButton permission="webhooks:write" loading={replay.isPending} onClick={() => replay.mutate()}>
                {t('webhooks.replay')}
              </ActButton>
            </div>
          )}
          {replay.error && <ProblemPanel error={replay.error} />}
          <h3>{t('webhooks.log')}</h3>
          <ol>
            {data.log.map(({ number, attemptedAt, status, fault, answer, milliseconds }) => (
              <li key={number}>
                <ExactInstant at={attemptedAt} /> · {status ?? <ForeignText text={fault ?? ''} />} ·{' '}
                {t('webhooks.milliseconds', { count: milliseconds })}
                {answer && (
                  <div className="quiet">
                    <ForeignText text={answer} whole />
                  </div>
                )}
              </li>
            ))}
          </ol>
          <h3>{t('webhooks.message')}</h3>
          <pre className="code">{JSON.stringify(JSON.parse(data.body), null, 2)}</pre>
        </div>
      )}
    </Drawer>
  );
}
