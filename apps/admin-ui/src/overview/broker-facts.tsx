import { useTranslation } from 'react-i18next';
import type { Overview } from '../api/types.js';
import { ExactInstant } from '../display/instant.js';
import { Quantity } from '../display/quantity.js';
import { Section } from '../display/section.js';

export function BrokerFacts({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const { loginUrl, apiUrl, oapiUrl } = overview.dingtalk;
  return (
    <Section title={t('overview.broker')}>
      <dl className="facts">
        <dt>{t('overview.version')}</dt>
        <dd>{overview.version}</dd>
        <dt>{t('overview.applications')}</dt>
        <dd>
          <Quantity value={overview.applications} />
        </dd>
        <dt>{t('overview.callers')}</dt>
        <dd>
          <Quantity value={overview.callers} />
        </dd>
        <dt>{t('overview.serverTime')}</dt>
        <dd>
          <ExactInstant at={overview.serverTime} withOffset />
        </dd>
        <dt>{t('overview.dingtalkHosts')}</dt>
        <dd>
          {[...new Set([loginUrl, apiUrl, oapiUrl])].map((url) => (
            <code key={url} className="host">
              {url}
            </code>
          ))}
        </dd>
      </dl>
    </Section>
  );
}
