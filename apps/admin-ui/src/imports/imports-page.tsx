import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { JobTable } from '../jobs/job-table.js';
import { AsRequest } from '../list/as-request.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { ImportForm } from './import-form.js';

/** Grants of an older system are brought here; each import has a page of its own as a job, and is found again below. */
export function ImportsPage() {
  const { t } = useTranslation();
  const query = { type: 'import', limit: 10 } as const;
  const imports = useQuery({
    queryKey: ['jobs', 'list', query],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/jobs', { params: { query }, signal })),
  });
  return (
    <div className="stack">
      <div>
        <Link className="way-back" href={addressOf('grants')}>
          {t('nav.grants')}
        </Link>
        <div className="page-head">
          <h1>{t('nav.imports')}</h1>
          <AsRequest curl={curlOfImport()} docs={['Grants', 'importGrants']} />
        </div>
      </div>
      <ImportForm />
      <Section title={t('imports.earlier')}>
        {imports.error && <ProblemPanel error={imports.error} retry={() => void imports.refetch()} />}
        {imports.isPending && <LoadingRows rows={2} />}
        {imports.data?.items.length === 0 && <p className="quiet">{t('imports.none')}</p>}
        {imports.data && imports.data.items.length > 0 && <JobTable jobs={imports.data.items} />}
      </Section>
    </div>
  );
}

const curlOfImport = (): string =>
  `curl -s '${new URL('/admin/v1/grants/import', location.origin).href}' -H "Authorization: Bearer $BROKER_TOKEN" -H 'Content-Type: application/x-ndjson' --data-binary @moving.ndjson`;
