import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { AsRequest } from '../list/as-request.js';
import { curlOf } from '../list/list-header.js';
import { LoadingRows } from '../list/list-region.js';
import { useFilters } from '../location/use-filters.js';
import { useOverview } from '../session/operator.js';
import { Attention } from './attention.js';
import { GrantsByState } from './grants-by-state.js';
import { Handouts } from './handouts.js';
import { Tiles } from './tiles.js';
import { isOverviewRange, ranges, useSeries } from './use-series.js';

const isView = (value: string) => value === 'table';

/** Is anything wrong now, which application or caller, is it getting worse, who loses access next, is the trail whole. */
export function OverviewPage() {
  const { t } = useTranslation();
  const { values, change } = useFilters({ range: isOverviewRange, view: isView });
  const range = ranges.find((each) => each === values.range) ?? '24h';
  const overview = useOverview();
  const series = useSeries(range);
  const refresh = () => void Promise.all([overview.refetch(), series.refetch()]);
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('nav.overview')}</h1>
        {overview.data && (
          <span className="quiet">
            {t('overview.updated')} <Instant at={overview.data.serverTime} />
          </span>
        )}
        <Segmented
          aria-label={t('overview.range')}
          value={range}
          options={ranges.map((value) => ({ value, label: t(`overview.ranges.${value}`) }))}
          onChange={(next) => change({ range: next })}
        />
        <AsRequest curl={curlOf('/admin/v1/overview/series', { range })} docs={['Overview', 'getOverviewSeries']} />
        <Button onClick={refresh}>{t('list.refresh')}</Button>
      </div>
      {overview.error && <ProblemPanel error={overview.error} retry={refresh} />}
      {overview.data ? <Attention overview={overview.data} /> : !overview.error && <LoadingRows rows={4} />}
      {series.error && <ProblemPanel error={series.error} retry={refresh} />}
      {series.data ? <Tiles series={series.data} /> : !series.error && <LoadingRows rows={3} />}
      <div className="overview handouts-and-grants">
        {series.data && (
          <Handouts
            series={series.data}
            asTable={values.view === 'table'}
            showAsTable={(asTable) => change({ view: asTable ? 'table' : undefined })}
          />
        )}
        {overview.data && <GrantsByState overview={overview.data} />}
      </div>
    </div>
  );
}
