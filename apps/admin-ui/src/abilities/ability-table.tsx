import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Ability } from '../api/types.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText, plainText } from '../display/foreign-text.js';
import { Some } from '../display/some.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

interface AbilityTableProps {
  abilities: Ability[];
  callers: ReadonlyMap<string, string> | undefined;
  change(ability: Ability): void;
  remove(ability: Ability): void;
}

export function AbilityTable({ abilities, callers, change, remove }: AbilityTableProps) {
  const { t } = useTranslation();
  const columns: TableColumnsType<Ability> = [
    {
      title: t('abilities.key'),
      key: 'key',
      width: 200,
      render: (_, { abilityKey }) => <ForeignText text={abilityKey} whole />,
    },
    {
      title: t('abilities.caller'),
      key: 'caller',
      width: 160,
      render: (_, { caller }) => (
        <Link href={addressOf(`callers/${caller}`)}>
          <ForeignText text={callers?.get(caller) ?? `…${caller.slice(-8)}`} />
        </Link>
      ),
    },
    {
      title: t('abilities.scopes'),
      key: 'scopes',
      render: (_, { scopes }) => (
        <Some items={scopes.map((scope) => ({ key: scope, shown: <code className="foreign">{scope}</code> }))} />
      ),
    },
    {
      title: t('abilities.address'),
      key: 'address',
      render: (_, { transport, address, allowPlaintext }) => (
        <>
          {t(`abilities.transports.${transport}`)} <code className="foreign">{plainText(address)}</code>{' '}
          {allowPlaintext && <span className="mark nowrap">{t('abilities.plaintext')}</span>}
        </>
      ),
    },
    {
      title: t('abilities.timeout'),
      key: 'timeout',
      width: 96,
      align: 'right',
      render: (_, { timeoutSeconds }) => (
        <span className="number">{t('abilities.seconds', { count: timeoutSeconds })}</span>
      ),
    },
    {
      title: <span className="unseen">{t('list.acts')}</span>,
      key: 'acts',
      width: 168,
      align: 'right',
      render: (_, ability) => {
        const key = plainText(ability.abilityKey);
        return (
          <span className="nowrap">
            <ActButton
              permission="applications:write"
              size="small"
              aria-label={t('abilities.changeNamed', { key })}
              onClick={() => change(ability)}
            >
              {t('abilities.change')}
            </ActButton>{' '}
            <ActButton
              permission="applications:write"
              size="small"
              danger
              aria-label={t('abilities.removeNamed', { key })}
              onClick={() => remove(ability)}
            >
              {t('abilities.remove')}
            </ActButton>
          </span>
        );
      },
    },
  ];
  return (
    <Table
      className="tall-rows"
      rowKey="abilityKey"
      size="middle"
      columns={columns}
      dataSource={abilities}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 1040 }}
    />
  );
}
