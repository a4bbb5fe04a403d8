import { useTranslation } from 'react-i18next';
import type { Application } from '../api/types.js';
import { ExactInstant } from '../display/instant.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { Some } from '../display/some.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** What is declared. A secret is not among it: none is ever read back. */
export function ApplicationFacts({ application }: { application: Application }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { kind, corpId, clientId, scopes, robotCode, callsPerSecond, eventStream, returnUrls, signIn } = application;
  return (
    <Section title={t('applications.registration')}>
      <dl className="facts">
        <dt>{t('applications.kind')}</dt>
        <dd>
          {t(`applications.kinds.${kind}`)}
          {signIn && ` · ${t('applications.signsIn')}`}
        </dd>
        <dt>{t('applications.organisation')}</dt>
        <dd>{corpId ? <ShortId id={corpId} whole /> : t(`applications.organisations.${kind}`)}</dd>
        <dt>Client ID</dt>
        <dd>
          <ShortId id={clientId} whole />
        </dd>
        <dt>{t('applications.scopes')}</dt>
        <dd>
          <Some
            items={scopes.map((code) => ({
              key: code,
              shown: (
                <Link href={addressOf(`scopes/${code}`)}>
                  <code>{code}</code>
                </Link>
              ),
            }))}
          />
        </dd>
        <dt>{t('applications.redirectUri')}</dt>
        <dd>
          <ShortId id={application.redirectUri} whole />
        </dd>
        <dt>{t('applications.consentUrl')}</dt>
        <dd>
          <ShortId id={application.consentUrl} whole />
        </dd>
        {returnUrls.length > 0 && (
          <>
            <dt>{t('applications.returnUrls')}</dt>
            <dd>
              <Some items={returnUrls.map((url) => ({ key: url, shown: <code>{url}</code> }))} />
            </dd>
          </>
        )}
        <dt>{t('applications.callsPerSecond')}</dt>
        <dd>{grouped(callsPerSecond)}</dd>
        <dt>{t('applications.events')}</dt>
        <dd>{t(eventStream ? 'applications.byStream' : 'applications.byPush')}</dd>
        <dt>{t('applications.robotCode')}</dt>
        <dd>{robotCode ?? t('display.unknown')}</dd>
        <dt>{t('applications.created')}</dt>
        <dd>
          <ExactInstant at={application.createdAt} />
        </dd>
      </dl>
    </Section>
  );
}
