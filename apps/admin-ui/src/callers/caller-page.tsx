import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Caller } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { useEnabling } from '../detail/use-enabling.js';
import { EnabledTag } from '../display/enabled-tag.js';
import { ForeignText } from '../display/foreign-text.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { Credentials } from './credentials.js';
import { DryRun } from './dry-run.js';
import { EntitlementTable } from './entitlement-table.js';

export function CallerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
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
        <div className="overview">
          <Section wide title={t('callers.entitlements')}>
            <EntitlementTable entitlements={item.entitlements} />
          </Section>
          <Credentials caller={item} />
          <DryRun caller={item} />
        </div>
      )}
    </DetailPage>
  );
}
