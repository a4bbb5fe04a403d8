import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { ScopeDetail } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { Quantity, useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { useLanguage } from '../i18n/i18n.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';
import { Nature } from './scope-table.js';

/** One permission point: what it allows, how many granted it, which callers may ask for it and which of them do. */
export function ScopePage({ id: code }: { id: string }) {
  const { language } = useLanguage();
  const scope = useQuery({
    queryKey: ['scopes', code],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/scopes/{code}', { params: { path: { code } }, signal })),
  });
  return (
    <DetailPage
      list="scopes"
      query={scope}
      path={`/admin/v1/scopes/${encodeURIComponent(code)}`}
      docs={['Scopes', 'getScope']}
      title={({ name }) => (name ? `${name[language]} · ${code}` : code)}
    >
      {(item) => (
        <div className="grant">
          <div className="stack">
            <MayAsk scope={item} />
            {item.usedBefore.length > 0 && <UsedBefore scope={item} />}
          </div>
          <div className="stack">
            <Facts scope={item} />
            <Opens operations={item.operations} />
          </div>
        </div>
      )}
    </DetailPage>
  );
}

function Facts({ scope }: { scope: ScopeDetail }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { code, declaredBy, grantedBy, countedAt, sensitive, suspended } = scope;
  return (
    <Section title={t('scopes.facts')}>
      <dl className="facts">
        <dt>{t('scopes.type')}</dt>
        <dd>
          <Nature scope={scope} />
        </dd>
        {sensitive && (
          <>
            <dt>{t('scopes.approval')}</dt>
            <dd>{t('scopes.sensitive')}</dd>
          </>
        )}
        <dt>{t('scopes.declared')}</dt>
        <dd>{declaredBy.length > 0 ? declaredBy.join(' · ') : t('scopes.declaredByNobody')}</dd>
        <dt>{t('scopes.grantedBy')}</dt>
        <dd>
          {grantedBy === null || countedAt === null ? (
            t('display.unknown')
          ) : (
            <>
              <Link href={addressOf('grants', { scope: code })}>
                {t('scopes.people', { count: grantedBy, value: grouped(grantedBy) })}
              </Link>{' '}
              <span className="quiet">
                {t('scopes.counted')} <Instant at={countedAt} />
              </span>
            </>
          )}
        </dd>
        {suspended && (
          <>
            <dt>{t('scopes.state')}</dt>
            <dd>{t('scopes.suspendedMeaning')}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}

function MayAsk({ scope: { mayAsk, trackedSince } }: { scope: ScopeDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('scopes.callersThatMay')}>
      {mayAsk.length === 0 && <p className="quiet">{t('scopes.nobodyMay')}</p>}
      {mayAsk.length > 0 && (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('reviews.caller')}</th>
              <th scope="col">{t('grants.application')}</th>
              <th scope="col">{t('reviews.given')}</th>
              <th scope="col" className="number">
                {t('person.handouts')}
              </th>
              <th scope="col">{t('scopes.lastUsed')}</th>
            </tr>
          </thead>
          <tbody>
            {mayAsk.map(({ caller, application, givenAt, givenBy, handouts, lastUsedAt }) => (
              <tr key={`${caller.id} ${application}`}>
                <td>
                  <Link href={addressOf(`callers/${caller.id}`)}>
                    <ForeignText text={caller.name} />
                  </Link>
                  {caller.disabled && <span className="quiet"> {t('enabling.disabled')}</span>}
                </td>
                <td>
                  <ForeignText text={application} />
                </td>
                <td>
                  <Instant at={givenAt} />{' '}
                  {givenBy && <span className="quiet">{givenBy.replace(/^operator:/, '')}</span>}
                </td>
                <td className="number">
                  <Quantity value={handouts} />
                </td>
                <td>
                  {lastUsedAt ? <Instant at={lastUsedAt} /> : <span className="quiet">{t('scopes.neverUsed')}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {trackedSince && (
        <p className="quiet">
          {t('reviews.trackedSince')} <Instant at={trackedSince} />
        </p>
      )}
    </Section>
  );
}

function UsedBefore({ scope: { usedBefore } }: { scope: ScopeDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('scopes.usedBefore')}>
      <ul className="lines">
        {usedBefore.map(({ caller, application, lastUsedAt }) => (
          <li key={`${caller.id} ${application}`}>
            <Link href={addressOf(`callers/${caller.id}`)}>
              <ForeignText text={caller.name} />
            </Link>
            <ForeignText text={application} />
            <span className="end">
              <Instant at={lastUsedAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Opens({ operations }: { operations: ScopeDetail['operations'] }) {
  const { t } = useTranslation();
  return (
    <Section title={t('scopes.opens')}>
      {operations.length === 0 && <p className="quiet">{t('scopes.opensNothingKnown')}</p>}
      <ul className="scopes">
        {operations.map(({ method, path }) => (
          <li key={`${method} ${path}`}>
            <code>
              {method} {path}
            </code>
          </li>
        ))}
      </ul>
    </Section>
  );
}
