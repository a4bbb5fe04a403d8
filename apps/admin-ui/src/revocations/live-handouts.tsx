import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Revocation } from '../api/types.js';
import { useNow } from '../display/clock.js';
import { ExactInstant } from '../display/instant.js';
import { Remaining } from '../display/remaining.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

type Handout = Revocation['liveHandouts'][number];

/** What was in callers' hands when the grant ended, each until when. */
export function LiveHandouts({ handouts }: { handouts: Handout[] }) {
  const { t } = useTranslation();
  return (
    <Table
      rowKey="handoutId"
      size="small"
      dataSource={handouts}
      pagination={false}
      scroll={{ x: 520 }}
      columns={[
        {
          title: t('receipt.caller'),
          key: 'caller',
          render: (_, { callerId }) => (
            <Link href={addressOf(`callers/${callerId}`)}>
              <code>…{callerId.slice(-8)}</code>
            </Link>
          ),
        },
        {
          title: t('receipt.delivery'),
          key: 'delivery',
          width: 120,
          render: (_, { delivery }) => t(`deliveries.${delivery}`),
        },
        {
          title: t('receipt.until'),
          key: 'until',
          width: 180,
          render: (_, { expiresAt }) => <ExactInstant at={expiresAt} />,
        },
        {
          title: t('receipt.left'),
          key: 'left',
          width: 140,
          align: 'right',
          render: (_, { expiresAt }) => <Left at={expiresAt} />,
        },
        {
          title: t('receipt.handout'),
          key: 'handout',
          width: 140,
          render: (_, { handoutId }) => <ShortId id={handoutId} />,
        },
      ]}
    />
  );
}

function Left({ at }: { at: string }) {
  const { t } = useTranslation();
  const isOver = Date.parse(at) <= useNow(1000);
  return isOver ? <span className="quiet">{t('receipt.over')}</span> : <Remaining at={at} />;
}
