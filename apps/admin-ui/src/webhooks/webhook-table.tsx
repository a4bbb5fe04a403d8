import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Some } from '../display/some.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { WebhookState } from './webhook-state.js';

export function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  const { t } = useTranslation();
  const columns: TableColumnsType<Webhook> = [
    {
      title: t('webhooks.url'),
      key: 'url',
      render: (_, { id, url, description }) => (
        <>
          <Link href={addressOf(`webhooks/${id}`)}>
            <ForeignText text={new URL(url).host} />
          </Link>
          {description && (
            <div className="quiet">
              <ForeignText text={description} />
            </div>
          )}
        </>
      ),
    },
    {
      title: t('webhooks.state'),
      key: 'state',
      width: 200,
      render: (_, webhook) => <WebhookState webhook={webhook} />,
    },
    {
      title: t('webhooks.events'),
      key: 'events',
      responsive: ['md'],
      render: (_, { events }) => <Some items={events.map((name) => ({ key: name, shown: <code>{name}</code> }))} />,
    },
  ];
  return <Table rowKey="id" size="small" columns={columns} dataSource={webhooks} pagination={false} />;
}
