import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Webhook, WebhookDelivery } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { ExactInstant, Instant, offsetOf } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { ListRegion } from '../list/list-region.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { useLocation } from '../location/use-location.js';
import { DeliveryDrawer } from './delivery-drawer.js';

const states = ['pending', 'delivered', 'failed'] as const;
const isState = (value: string | undefined): value is WebhookDelivery['state'] =>
  states.some((state) => state === value);

const rules: FilterRules<'state' | 'open'> = { state: isState, open: isId };
const whileItIsOnItsWayMs = 2_000;

/** What was sent, whether it arrived, and what was answered. */
export function Deliveries({ webhook: { id, state: webhookState } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const { open, state } = filters.values;
  const cursor = useLocation().state.cursors?.at(-1);
  const query = { cursor, state: isState(state) ? state : undefined };
  const deliveries = useQuery({
    queryKey: ['webhooks', id, 'deliveries', query],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/admin/v1/webhooks/{id}/deliveries', { params: { path: { id }, query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.items.some((item) => item.state === 'pending' && item.attempts === 0) ? whileItIsOnItsWayMs : false,
  });
  return (
    <Section wide title={t('webhooks.deliveries')}>
      <div className="filters">
        <Select
          aria-label={t('webhooks.stateFilter')}
          className="filter"
          value={state ?? 'any'}
          onChange={(next) => filters.change({ state: next === 'any' ? undefined : next })}
          options={[
            { value: 'any', label: t('webhooks.anyState') },
            ...states.map((value) => ({ value, label: t(`webhooks.states.${value}`) })),
          ]}
        />
      </div>
      <ListRegion
        query={deliveries}
        filtered={state !== undefined}
        clear={filters.clear}
        nothingYet={{ title: t('webhooks.noDeliveries'), meaning: '' }}
      >
        {(items) => <DeliveryTable deliveries={items} open={(delivery) => filters.change({ open: delivery })} />}
      </ListRegion>
      {open && (
        <DeliveryDrawer
          webhookId={id}
          id={open}
          mayReplay={webhookState === 'enabled'}
          close={() => filters.change({ open: undefined })}
        />
      )}
    </Section>
  );
}

function DeliveryTable({ deliveries, open }: { deliveries: WebhookDelivery[]; open(id: string): void }) {
  const { t } = useTranslation();
  const columns: TableColumnsType<WebhookDelivery> = [
    {
      title: t('webhooks.time', { offset: offsetOf(new Date()) }),
      key: 'time',
      width: 170,
      render: (_, { createdAt }) => <ExactInstant at={createdAt} />,
    },
    {
      title: t('webhooks.event'),
      key: 'event',
      render: (_, { id, event }) => (
        <Button
          type="link"
          size="small"
          aria-label={`${event}: ${t('webhooks.open', { id: id.slice(-8) })}`}
          onClick={() => open(id)}
        >
          <code>{event}</code>
        </Button>
      ),
    },
    {
      title: t('webhooks.state'),
      key: 'state',
      render: (_, { state, nextAttemptAt, attempts }) => (
        <>
          {t(`webhooks.states.${state}`)}
          {nextAttemptAt && attempts > 0 && (
            <span className="quiet">
              {' '}
              · {t('webhooks.next')} <Instant at={nextAttemptAt} />
            </span>
          )}
        </>
      ),
    },
    {
      title: t('webhooks.attempts'),
      key: 'attempts',
      align: 'right',
      responsive: ['md'],
      render: (_, { attempts }) => <Quantity value={attempts} />,
    },
    {
      title: t('webhooks.answer'),
      key: 'answer',
      responsive: ['md'],
      render: (_, { last }) => (last ? <ForeignText text={last.fault ?? String(last.status)} /> : t('display.unknown')),
    },
  ];
  return <Table rowKey="id" size="small" columns={columns} dataSource={deliveries} pagination={false} />;
}
