import { Grid, Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../api/types.js';
import { ForeignText, plainText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { PersonName } from '../display/person-name.js';
import { Quantity } from '../display/quantity.js';
import { ShortId } from '../display/short-id.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useMedia } from '../theme/use-media.js';
import { ConsentLasts } from './consent-lasts.js';
import { GrantStateTag, hasEnded, shownState } from './grant-state-tag.js';

export const personOf = ({ name, userId, unionId }: Pick<Grant, 'name' | 'userId' | 'unionId'>): string =>
  name || userId || unionId || '—';

interface GrantTableProps {
  grants: Grant[];
  /** Ids. */
  chosen: string[];
  choose(ids: string[]): void;
  byEndOfConsent: boolean;
  sortByEndOfConsent(on: boolean): void;
}

export function GrantTable({ grants, chosen, choose, byEndOfConsent, sortByEndOfConsent }: GrantTableProps) {
  const { t } = useTranslation();
  const isNarrow = !Grid.useBreakpoint().md;
  const isRoomy = useMedia(roomy);
  const columns: TableColumnsType<Grant> = [
    {
      title: t('grants.person'),
      key: 'person',
      width: isNarrow ? 168 : undefined,
      render: (_, grant) => (
        <span className="person">
          <Link href={addressOf(`grants/${grant.id}`)} className="one-line">
            <PersonName name={personOf(grant)} unionId={grant.unionId} />
          </Link>
          {/* Two people of one name are told apart by it. */}
          {grant.name && grant.userId && grant.userId !== grant.unionId && (
            <code className="one-line beside">{grant.userId}</code>
          )}
        </span>
      ),
    },
    {
      title: t('grants.organisation'),
      key: 'organisation',
      width: 128,
      responsive: ['lg'],
      render: (_, { corpId }) =>
        corpId === '-' ? (
          <span className="quiet one-line" title={t('grants.personal')}>
            {t('grants.personal')}
          </span>
        ) : (
          <code className="one-line">{corpId}</code>
        ),
    },
    {
      title: t('grants.application'),
      key: 'application',
      width: 112,
      responsive: ['sm'],
      render: (_, { application }) => <ForeignText text={application} />,
    },
    {
      title: t('grants.state'),
      key: 'state',
      width: 132,
      render: (_, grant) => <GrantStateTag state={shownState(grant)} />,
    },
    {
      title: t('grants.scopes'),
      key: 'scopes',
      width: 100,
      align: 'right',
      hidden: !isRoomy,
      render: (_, { scopes, observedAt }) =>
        observedAt ? (
          <span title={scopes.join('\n')}>
            <Quantity value={scopes.length} />
          </span>
        ) : (
          <span className="quiet nowrap" title={t('display.notConfirmed')}>
            {t('display.notConfirmedShort')}
          </span>
        ),
    },
    {
      title: t('grants.handouts'),
      key: 'handouts',
      width: 104,
      align: 'right',
      hidden: !isRoomy,
      render: (_, { handouts }) => <Quantity value={handouts} />,
    },
    {
      title: t('grants.lastUsed'),
      key: 'lastUsed',
      width: 168,
      responsive: ['md'],
      render: (_, { lastHandoutAt, lastHandoutBy }) =>
        lastHandoutAt ? (
          <span className="person">
            <Instant at={lastHandoutAt} />
            {lastHandoutBy && (
              <Link className="one-line" href={addressOf(`callers/${lastHandoutBy.callerId}`)}>
                <ForeignText text={lastHandoutBy.name} />
              </Link>
            )}
          </span>
        ) : (
          <span className="quiet">{t('grants.never')}</span>
        ),
    },
    {
      title: t('grants.consentLasts'),
      key: 'consentLasts',
      width: 132,
      hidden: !isRoomy,
      sorter: true,
      sortOrder: byEndOfConsent ? 'ascend' : null,
      sortDirections: ['ascend'],
      render: (_, grant) => <ConsentLasts grant={grant} />,
    },
    {
      title: t('grants.id'),
      key: 'id',
      width: 112,
      responsive: ['md'],
      render: (_, { id }) => <ShortId id={id} />,
    },
  ];
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={grants}
      pagination={false}
      tableLayout="fixed"
      scroll={isNarrow ? { x: 420 } : undefined}
      showSorterTooltip={false}
      onChange={(_, __, sorter) => !Array.isArray(sorter) && sortByEndOfConsent(sorter.order === 'ascend')}
      rowSelection={{
        columnWidth: 40,
        selectedRowKeys: chosen,
        onChange: (keys) => choose(keys.map(String)),
        getCheckboxProps: (grant) => ({
          disabled: hasEnded(grant),
          'aria-label': t('grants.choose', { person: plainText(personOf(grant)), application: grant.application }),
        }),
      }}
    />
  );
}

/** Below it the person's name would give way to what matters less. */
const roomy = matchMedia('(min-width: 1400px)');
