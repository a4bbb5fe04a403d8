import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api } from '../api/client.js';
import type { PersonDetail } from '../api/types.js';
import { DetailPage } from '../detail/detail-page.js';
import { ActButton } from '../display/act-button.js';
import { ForeignText } from '../display/foreign-text.js';
import { Instant } from '../display/instant.js';
import { PersonName } from '../display/person-name.js';
import { useGrouped } from '../display/quantity.js';
import { Section } from '../display/section.js';
import { ShortId } from '../display/short-id.js';
import { ReachLines } from '../grants/reach-lines.js';
import { RevokeManyDialog } from '../grants/revoke-many-dialog.js';
import { ErasePerson } from './erase-person.js';
import { LiveNow } from './live-now.js';
import { OpenConsents } from './open-consents.js';
import { PersonGrants } from './person-grants.js';
import { PersonUses } from './person-uses.js';

const lookAgainMs = 10_000;

const standing = ({ grants }: PersonDetail): number => grants.active + grants.needsConsent + grants.suspended;

/** One person: who it is, what stands in their name, what is live right now, and one button to end all of it. */
export function PersonPage({ id: unionId }: { id: string }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const [ending, setEnding] = useState<'grants' | 'person'>();
  const person = useQuery({
    queryKey: ['people', unionId],
    queryFn: ({ signal }) => answerOf(api.GET('/admin/v1/people/{unionId}', { params: { path: { unionId } }, signal })),
    refetchInterval: lookAgainMs,
  });
  return (
    <DetailPage
      list="people"
      query={person}
      path={`/admin/v1/people/${encodeURIComponent(unionId)}`}
      docs={['People', 'getPerson']}
      title={({ name }) => <PersonName name={name} unionId={unionId} whole />}
      acts={(item) => (
        <>
          {standing(item) > 0 && (
            <ActButton permission="grants:revoke" danger onClick={() => setEnding('grants')}>
              {t('person.endAll', { count: standing(item), value: grouped(standing(item)) })}
            </ActButton>
          )}
          {!item.erased && (
            <ActButton permission="people:erase" danger onClick={() => setEnding('person')}>
              {t('person.erase')}
            </ActButton>
          )}
        </>
      )}
    >
      {(item) => (
        <>
          {item.erased && <p className="note">{t('person.wasErased')}</p>}
          <PersonFacts person={item} />
          <div className="grant">
            <div className="stack">
              <PersonGrants unionId={unionId} />
              <PersonUses unionId={unionId} />
            </div>
            <div className="stack">
              <LiveNow live={item.live} />
              <OpenConsents consents={item.openConsents} />
              <Section title={t('grant.mayUse')}>
                <ReachLines unionId={unionId} />
              </Section>
            </div>
          </div>
          {ending === 'grants' && <RevokeManyDialog filter={{ unionId }} close={() => setEnding(undefined)} />}
          {ending === 'person' && <ErasePerson person={item} close={() => setEnding(undefined)} />}
        </>
      )}
    </DetailPage>
  );
}

function PersonFacts({ person: { unionId, organisations, otherNames, erased } }: { person: PersonDetail }) {
  const { t } = useTranslation();
  return (
    <Section title={t('person.who')}>
      <dl className="facts">
        {organisations.map(({ corpId, userId, confirmedAt }) => (
          <OrganisationFacts key={corpId} corpId={corpId} userId={erased ? null : userId} confirmedAt={confirmedAt} />
        ))}
        <dt>{erased ? t('person.pseudonym') : 'unionId'}</dt>
        <dd>
          <ShortId id={unionId} whole />
        </dd>
        {otherNames.length > 0 && (
          <>
            <dt>{t('person.otherNames')}</dt>
            <dd>
              {otherNames.map((name, index) => (
                <span key={name}>
                  {index > 0 && ' · '}
                  <ForeignText text={name} whole />
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </Section>
  );
}

function OrganisationFacts({ corpId, userId, confirmedAt }: PersonDetail['organisations'][number]) {
  const { t } = useTranslation();
  return (
    <>
      <dt>{corpId === '-' ? t('people.personal') : <code>{corpId}</code>}</dt>
      <dd>
        {userId && (
          <>
            <code>{userId}</code> ·{' '}
          </>
        )}
        <span className="quiet">
          {t('person.confirmed')} <Instant at={confirmedAt} />
        </span>
      </dd>
    </>
  );
}
