import { useTranslation } from 'react-i18next';
import { Instant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { LoadingRows } from '../list/list-region.js';
import { useOverview } from '../session/operator.js';
import { Attention } from './attention.js';
import { BrokerFacts } from './broker-facts.js';
import { Checks } from './checks.js';
import { GrantsByState } from './grants-by-state.js';
import { Handouts } from './handouts.js';

/** Is anything wrong now, which application or caller, and is the trail whole. */
export function OverviewPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useOverview();
  return (
    <>
      <div className="page-head">
        <h1>{t('nav.overview')}</h1>
        {data && (
          <span className="quiet">
            {t('overview.updated')} <Instant at={data.serverTime} />
          </span>
        )}
      </div>
      {error && <ProblemPanel error={error} retry={() => void refetch()} />}
      {!data && !error && <LoadingRows />}
      {data && (
        <div className="overview">
          <Attention overview={data} />
          <GrantsByState counts={data.grantsByState} />
          <Handouts {...data.handoutsLastHour} />
          <Checks checks={data.checks} />
          <BrokerFacts overview={data} />
        </div>
      )}
    </>
  );
}
