import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { useEnabling } from '../detail/use-enabling.js';
import { EnabledTag } from '../display/enabled-tag.js';
import { ForeignText } from '../display/foreign-text.js';
import { useGrouped } from '../display/quantity.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { CallerRecords } from './caller-records.js';
import { Credentials } from './credentials.js';
import { EntitlementsTab } from './entitlements-tab.js';
import { History } from './history.js';

const tabs = ['entitlements', 'credentials', 'traffic', 'errors', 'history'] as const;
const rules: FilterRules<'tab' | 'rule'> = { tab: (value) => tabs.some((tab) => tab === value), rule: isId };

export function CallerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const filters = useFilters(rules);
  const caller = useQuery({
    queryKey: ['callers', id],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/callers/{id}', { params: { path: { id } }, signal })),
  });
  const enabling = useEnabling<Caller>({
    permission: 'callers:write',
    queryKey: ['callers'],
    disable: (of) => answerOf(api.POST('/admin/v1/callers/{id}/disable', { params: { path: { id: of } } })),
    enable: (of) => answerOf(api.POST('/admin/v1/callers/{id}/enable', { params: { path: { id: of } } })),
    effect: ({ entitlements: { length: count } }) => t('callers.effect', { count, value: grouped(count) }),
  });
  const shown = (item: Caller) => ({
    entitlements: <EntitlementsTab caller={item} rule={filters.values.rule} />,
    credentials: <Credentials caller={item} />,
    traffic: <CallerRecords callerId={item.id} of="handouts" />,
    errors: <CallerRecords callerId={item.id} of="refusals" />,
    history: <History caller={item} />,
  });
  return (
    <DetailPage
      list="callers"
      query={caller}
      path={`/admin/v1/callers/${id}`}
      docs={['Callers', 'getCaller']}
      title={({ name, disabledAt }) => (
        <>
          <ForeignText text={name} whole /> <EnabledTag disabledAt={disabledAt} />
        </>
      )}
      acts={enabling.button}
      failure={enabling.error}
    >
      {(item) => (
        <Tabs
          activeKey={filters.values.tab ?? 'entitlements'}
          onChange={(tab) => filters.change({ tab: tab === 'entitlements' ? undefined : tab, rule: undefined })}
          destroyOnHidden
          items={tabs.map((key) => ({ key, label: t(`callers.tabs.${key}`), children: shown(item)[key] }))}
        />
      )}
    </DetailPage>
  );
}
