import { useTranslation } from 'react-i18next';
import type { Application } from '../api/types.js';
import { ShortId } from '../display/short-id.js';

/** The two addresses of an application: one for DingTalk's pages, one for people. */
export function RedirectUri({ application: { redirectUri, consentUrl } }: { application: Application }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      <dt>{t('applications.redirectUri')}</dt>
      <dd>
        <ShortId id={redirectUri} whole />
      </dd>
      <dt>{t('applications.consentUrl')}</dt>
      <dd>
        <ShortId id={consentUrl} whole />
      </dd>
    </dl>
  );
}
