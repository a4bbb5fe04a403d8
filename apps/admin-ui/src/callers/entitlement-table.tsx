import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Entitlement } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Some } from '../display/some.js';

type Row = Entitlement & { position: number };

/** By position, which is what a rule in an answer names. */
export function EntitlementTable({
  entitlements,
  marked,
}: {
  entitlements: Entitlement[];
  marked: number | undefined;
}) {
  const { t } = useTranslation();
  const columns: TableColumnsType<Row> = [
    { title: t('entitlement.position'), dataIndex: 'position', key: 'position', width: 56, align: 'right' },
    {
      title: t('entitlement.application'),
      key: 'application',
      width: 112,
      render: (_, { application }) => <ForeignText text={application} />,
    },
    {
      title: t('entitlement.scopes'),
      key: 'scopes',
      render: (_, { scopes }) => (
        <Some items={scopes.map((scope) => ({ key: scope, shown: <code className="foreign">{scope}</code> }))} />
      ),
    },
    {
      title: t('entitlement.people'),
      key: 'people',
      width: 168,
      render: (_, { people }) => <WhoseTokens people={people} />,
    },
    {
      title: t('entitlement.delivery'),
      key: 'delivery',
      width: 92,
      render: (_, { delivery }) => (
        <Some items={delivery.map((name) => ({ key: name, shown: t(`deliveries.${name}`) }))} />
      ),
    },
    {
      title: t('entitlement.purpose'),
      key: 'purpose',
      width: 84,
      render: (_, { purposeRequired }) => t(purposeRequired ? 'entitlement.required' : 'entitlement.optional'),
    },
    {
      title: t('entitlement.until'),
      key: 'until',
      width: 140,
      render: (_, { expiresAt }) =>
        expiresAt ? <Instant at={expiresAt} /> : <span className="quiet">{t('entitlement.noEnd')}</span>,
    },
    {
      title: t('entitlement.rates'),
      key: 'rates',
      width: 128,
      align: 'right',
      render: (_, entitlement) => <Rates entitlement={entitlement} />,
    },
    {
      title: t('entitlement.may'),
      key: 'may',
      width: 160,
      render: (_, entitlement) => <May entitlement={entitlement} />,
    },
  ];
  if (entitlements.length === 0) return <p className="quiet">{t('callers.noEntitlementsMeaning')}</p>;
  return (
    <Table
      className="tall-rows"
      rowKey="position"
      rowClassName={({ position }) => (position === marked ? 'marked-row' : '')}
      size="middle"
      columns={columns}
      dataSource={entitlements.map((entitlement, index) => ({ ...entitlement, position: index + 1 }))}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 1120 }}
    />
  );
}

function WhoseTokens({ people }: Pick<Entitlement, 'people'>) {
  const { t } = useTranslation();
  if (!people) return t('entitlement.everybody');
  const names =
    'organisations' in people
      ? people.organisations
      : people.persons.map(({ userId, unionId, corpId }) => [userId ?? unionId, corpId].filter(Boolean).join(' · '));
  return <Some items={names.map((name) => ({ key: name, shown: <ForeignText text={name} whole /> }))} />;
}

function Rates({ entitlement: { ratePerSecond, personRatePerSecond } }: { entitlement: Entitlement }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  if (ratePerSecond === null && personRatePerSecond === null)
    return <span className="quiet">{t('entitlement.anyRate')}</span>;
  return (
    <ul className="some number">
      {ratePerSecond !== null && <li>{t('entitlement.rate', { value: grouped(ratePerSecond) })}</li>}
      {personRatePerSecond !== null && <li>{t('entitlement.personRate', { value: grouped(personRatePerSecond) })}</li>}
    </ul>
  );
}

function May({
  entitlement: { mayBringCodes, mayRevoke, wholeToken, wholeTokenReason },
}: {
  entitlement: Entitlement;
}) {
  const { t } = useTranslation();
  if (!mayBringCodes && !mayRevoke && !wholeToken) return <span className="quiet">{t('display.unknown')}</span>;
  return (
    <ul className="some">
      {mayBringCodes && <li>{t('entitlement.mayBringCodes')}</li>}
      {mayRevoke && <li>{t('entitlement.mayRevoke')}</li>}
      {wholeToken && (
        <li>
          <span className="mark">{t('entitlement.wholeToken')}</span>
          {wholeTokenReason && (
            <>
              {' '}
              <ForeignText text={wholeTokenReason} whole />
            </>
          )}
        </li>
      )}
    </ul>
  );
}
