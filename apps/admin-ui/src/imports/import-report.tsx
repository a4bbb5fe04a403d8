import { useTranslation } from 'react-i18next';
import type { Job } from '../api/types.js';
import { Quantity } from '../display/quantity.js';
import { Link } from '../location/link.js';
import { type FilterRules, useFilters } from '../location/use-filters.js';
import { addressOf } from '../location/use-location.js';
import { DownloadReport } from './download-report.js';
import { ImportRows } from './import-rows.js';
import { importOutcomes, isImportOutcome } from './outcomes.js';

const rules: FilterRules<'outcome'> = { outcome: isImportOutcome };

/** What became of the lines: how many of each outcome, what to do about it, and which lines they are. */
export function ImportReport({ job: { id, result } }: { job: Job }) {
  const { t } = useTranslation();
  const { outcome } = useFilters(rules).values;
  const shown = importOutcomes.filter((each) => Number(result?.[each] ?? 0) > 0);
  return (
    <div className="stack">
      <table className="plain">
        <thead>
          <tr>
            <th scope="col">{t('imports.outcome')}</th>
            <th scope="col" className="number">
              {t('imports.lines')}
            </th>
            <th scope="col">{t('imports.toDo')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((each) => (
            <tr key={each}>
              <th scope="row">
                <Link
                  href={addressOf(`jobs/${id}`, each === outcome ? {} : { outcome: each })}
                  aria-current={each === outcome ? 'true' : undefined}
                >
                  {t(`imports.outcomes.${each}`)}
                </Link>
              </th>
              <td className="number">
                <Quantity value={Number(result?.[each])} />
              </td>
              <td className="quiet">{t(`imports.todo.${each}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="acts">
        <DownloadReport jobId={id} />
        <span className="quiet">{t('imports.keptFor')}</span>
      </div>
      <ImportRows jobId={id} outcome={outcome !== undefined && isImportOutcome(outcome) ? outcome : undefined} />
    </div>
  );
}
