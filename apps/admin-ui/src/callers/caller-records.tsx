import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { AuditTable } from '../audit/audit-table.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf, useNavigate } from '../location/use-location.js';

const howMany = 20;
const queries = {
  handouts: { only: 'handouts' },
  refusals: { type: 'handout.refused' },
} as const;

/** The last of a caller's records of one sort, with the way to all of them. */
export function CallerRecords({ callerId, of }: { callerId: string; of: keyof typeof queries }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const records = useQuery({
    queryKey: ['audit', 'of-caller', callerId, of],
    queryFn: ({ signal }) => {
      const query = { callerId, limit: howMany, ...queries[of] };
      return answerOf(api.GET('/admin/v1/audit-events', { params: { query }, signal }));
    },
  });
  const all = { callerId, ...(of === 'refusals' && { type: queries.refusals.type }) };
  return (
    <Section wide title={t(`callers.last.${of}`)}>
      {records.error && <ProblemPanel error={records.error} retry={() => void records.refetch()} />}
      {records.isPending && <LoadingRows />}
      {records.data?.items.length === 0 && <p>{t(`callers.none.${of}`)}</p>}
      {records.data && records.data.items.length > 0 && (
        <AuditTable records={records.data.items} open={(id) => navigate(addressOf('audit', { ...all, open: id }))} />
      )}
      <p>
        <Link href={addressOf('audit', all)}>{t('receipt.inAudit')}</Link>
      </p>
    </Section>
  );
}
