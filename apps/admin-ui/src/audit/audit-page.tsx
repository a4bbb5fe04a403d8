import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ActButton } from '../display/act-button.js';
import { KindSearch } from '../list/kind-search.js';
import { curlOf, ListHeader } from '../list/list-header.js';
import { ListRegion } from '../list/list-region.js';
import { isRange, RangeSelect, useStartOf } from '../list/time-range.js';
import { Link } from '../location/link.js';
import { type FilterRules, isId, useFilters } from '../location/use-filters.js';
import { addressOf, useLocation, useNavigate } from '../location/use-location.js';
import { areTypes } from './act-types.js';
import { AuditRecord } from './audit-record.js';
import { AuditTable } from './audit-table.js';
import { ExportTrail } from './export-trail.js';
import { TrailState } from './trail-state.js';
import { TypeFilter } from './type-filter.js';
import { VerifyTrail } from './verify-trail.js';

const idKinds = ['grantId', 'callerId', 'userId', 'unionId', 'requestId'] as const;
type IdKind = (typeof idKinds)[number];

const rules: FilterRules<IdKind | 'type' | 'range' | 'open'> = {
  grantId: isId,
  callerId: isId,
  userId: isId,
  unionId: isId,
  requestId: isId,
  type: areTypes,
  range: isRange,
  open: isId,
};

export function AuditPage() {
  const { t } = useTranslation();
  const filters = useFilters(rules);
  const { open, range, ...exact } = filters.values;
  const cursor = useLocation().state.cursors?.at(-1);
  const from = useStartOf(range);
  const navigate = useNavigate();
  const [panel, setPanel] = useState<'verify' | 'export'>();
  const [job, setJob] = useState<string>();
  const close = () => setPanel(undefined);
  const query = { ...exact, from, cursor };
  const records = useQuery({
    queryKey: ['audit', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/audit-events', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ListHeader
        title={t('nav.audit')}
        filters={filters}
        curl={curlOf('/admin/v1/audit-events', query)}
        docs={['Audit', 'listAuditEvents']}
        refresh={() => void records.refetch()}
        acts={
          <>
            {job ? (
              <Link href={addressOf(`jobs/${job}`)}>{t('audit.verifying')}</Link>
            ) : (
              panel !== 'verify' && (
                <ActButton permission="audit:verify" onClick={() => setPanel('verify')}>
                  {t('audit.verify')}
                </ActButton>
              )
            )}
            <Button onClick={() => setPanel('export')}>{t('audit.export')}</Button>
          </>
        }
      >
        <KindSearch
          label={t('audit.search')}
          kindLabel={t('audit.kind')}
          kinds={[...idKinds, 'id' as const].map((value) => ({ value, label: t(`audit.kinds.${value}`) }))}
          values={{ ...exact, id: undefined }}
          whole
          find={({ id, ...values }) =>
            id ? navigate(addressOf(`audit/${id}`)) : filters.change({ ...values, open: undefined })
          }
        />
        <TypeFilter value={exact.type} choose={(type) => filters.change({ type })} />
        <RangeSelect range={range} choose={(next) => filters.change({ range: next })} />
      </ListHeader>
      <TrailState />
      {panel === 'verify' && <VerifyTrail close={close} started={setJob} />}
      {panel === 'export' && <ExportTrail from={from} filtered={Object.keys(exact).length > 0} close={close} />}
      <ListRegion
        query={records}
        filtered={filters.any}
        clear={filters.clear}
        nothingYet={{ title: t('audit.nothingYet'), meaning: t('audit.nothingYetMeaning') }}
      >
        {(items) => (
          <>
            <AuditTable records={items} open={(id) => filters.change({ open: id })} />
            {open && (
              <AuditRecord
                record={items.find(({ id }) => id === open)}
                close={() => filters.change({ open: undefined })}
              />
            )}
          </>
        )}
      </ListRegion>
    </>
  );
}
