import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Person } from '../api/types.js';
import { Instant } from '../display/instant.js';
import { PersonName } from '../display/person-name.js';
import { Quantity } from '../display/quantity.js';
import { ShortId } from '../display/short-id.js';
import { GrantStateTag } from '../grants/grant-state-tag.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

export const addressOfPerson = (unionId: string): string => addressOf(`people/${encodeURIComponent(unionId)}`);

export function PeopleTable({ people }: { people: Person[] }) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const columns: TableColumnsType<Person> = [
    {
      title: t('people.person'),
      key: 'person',
      width: isNarrow ? 168 : undefined,
      render: (_, { name, unionId, organisations, erased }) => (
        <span className="person">
          <Link href={addressOfPerson(unionId)} className="one-line">
            <PersonName name={name} unionId={unionId} />
          </Link>
          {/* Two people of one name are told apart by it. */}
          {!erased && organisations[0]?.userId && <code className="one-line beside">{organisations[0].userId}</code>}
        </span>
      ),
    },
    {
      title: t('people.organisations'),
      key: 'organisations',
      responsive: ['md'],
      render: (_, { organisations }) => <Organisations organisations={organisations} />,
    },
    {
      title: t('people.grants'),
      key: 'grants',
      width: isNarrow ? 148 : 260,
      render: (_, { grants }) => <Standing grants={grants} />,
    },
    {
      title: t('people.ended'),
      key: 'ended',
      width: 110,
      align: 'right',
      responsive: ['lg'],
      render: (_, { grants }) => <Quantity value={grants.ended} />,
    },
    {
      title: t('people.lastUsed'),
      key: 'lastUsed',
      width: 160,
      responsive: ['sm'],
      render: (_, { lastHandoutAt }) =>
        lastHandoutAt ? <Instant at={lastHandoutAt} /> : <span className="quiet">{t('people.never')}</span>,
    },
    {
      title: 'unionId',
      key: 'unionId',
      width: 150,
      responsive: ['lg'],
      render: (_, { unionId }) => <ShortId id={unionId} />,
    },
  ];
  return (
    <Table
      rowKey="unionId"
      size="middle"
      columns={columns}
      dataSource={people}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 320 } : undefined}
    />
  );
}

function Organisations({ organisations }: { organisations: Person['organisations'] }) {
  const { t } = useTranslation();
  const names = organisations.map(({ corpId }) => (corpId === '-' ? t('people.personal') : corpId));
  return (
    <span className="one-line" title={names.join('\n')}>
      {names.join(' · ')}
    </span>
  );
}

/** What stands in their name, each state with its number. */
function Standing({ grants }: { grants: Person['grants'] }) {
  const { t } = useTranslation();
  const states = [
    { state: 'active', count: grants.active },
    { state: 'needs_consent', count: grants.needsConsent },
    { state: 'suspended', count: grants.suspended },
  ] as const;
  const some = states.filter(({ count }) => count > 0);
  if (some.length === 0) return <span className="quiet">{t('people.nothingStands')}</span>;
  return (
    <span className="states">
      {some.map(({ state, count }) => (
        <span key={state} className="nowrap">
          <GrantStateTag state={state} /> <Quantity value={count} />
        </span>
      ))}
    </span>
  );
}
