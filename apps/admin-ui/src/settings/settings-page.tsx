import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { Overview, Setting } from '../api/types.js';
import { ExactInstant } from '../display/instant.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { Section } from '../display/section.js';
import { useLanguage } from '../i18n/i18n.js';
import { AsRequest } from '../list/as-request.js';
import { curlOf } from '../list/list-header.js';
import { LoadingRows } from '../list/list-region.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { useOverview } from '../session/operator.js';
import { pagesBySettings } from '../shell/pages.js';
import { useTheme } from '../theme/theme-choice.js';

const groups = ['addresses', 'dingtalk', 'sign_in', 'trail', 'keys', 'database', 'limits'] as const;

/** What the broker runs with, how it is, and the pages that have no place in the navigation. */
export function SettingsPage() {
  const { t } = useTranslation();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/settings', { signal })),
  });
  const overview = useOverview();
  const retry = () => void Promise.all([settings.refetch(), overview.refetch()]);
  return (
    <div className="stack">
      <div className="page-head">
        <h1>{t('nav.settings')}</h1>
        <AsRequest curl={curlOf('/admin/v1/settings', {})} docs={['Settings', 'getSettings']} />
        <Button onClick={retry}>{t('list.refresh')}</Button>
      </div>
      <nav className="acts" aria-label={t('settings.more')}>
        {pagesBySettings.map((name) => (
          <Link key={name} className="other-page" href={addressOf(name)}>
            {t(`nav.${name}`)}
          </Link>
        ))}
      </nav>
      <p className="note">{t('settings.meaning')}</p>
      {settings.error && <ProblemPanel error={settings.error} retry={retry} />}
      {!settings.data && !settings.error && <LoadingRows />}
      <div className="overview">
        {overview.data && <ThisBroker overview={overview.data} />}
        {settings.data &&
          groups.map((group) => (
            <Section key={group} wide title={t(`settings.groups.${group}`)}>
              <SettingTable settings={settings.data.items.filter((item) => item.group === group)} />
            </Section>
          ))}
      </div>
    </div>
  );
}

function ThisBroker({ overview: { version, serverTime, checks } }: { overview: Overview }) {
  const { t } = useTranslation();
  const { states } = useTheme();
  return (
    <Section wide title={t('settings.broker')}>
      <dl className="facts">
        <dt>{t('settings.version')}</dt>
        <dd>{version}</dd>
        <dt>{t('settings.serverTime')}</dt>
        <dd>
          <ExactInstant at={serverTime} withOffset />
        </dd>
        <dt>{t('settings.checks')}</dt>
        <dd className="evidence">
          {checks.map(({ name, ok, detail }) => (
            <span key={name} title={detail}>
              {name}{' '}
              <span className="nowrap" style={{ color: ok ? states.active.text : states.failure.text }}>
                {ok ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
                {t(ok ? 'settings.ok' : 'settings.failing')}
              </span>
            </span>
          ))}
        </dd>
      </dl>
    </Section>
  );
}

function SettingTable({ settings }: { settings: Setting[] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <table className="plain settings">
      <thead className="unseen">
        <tr>
          <th scope="col">{t('settings.name')}</th>
          <th scope="col">{t('settings.value')}</th>
          <th scope="col">{t('settings.source')}</th>
        </tr>
      </thead>
      <tbody>
        {settings.map((setting) => (
          <tr key={setting.name}>
            <th scope="row">
              <code>{setting.name}</code>
              <span className="quiet">{setting.meaning[language]}</span>
            </th>
            <td>
              <Value setting={setting} />
            </td>
            <td className="quiet">{t(`settings.sources.${setting.source}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ setting: { value, unit, secret } }: { setting: Setting }) {
  const { t } = useTranslation();
  if (value === null) return <span className="quiet">{t('settings.notSet')}</span>;
  if (secret) return t('settings.isSet');
  return unit ? t(`settings.units.${unit}`, { value }) : <code>{value}</code>;
}
