import { useTranslation } from 'react-i18next';
import type { PersonDetail } from '../api/types.js';
import { useNow } from '../display/clock.js';
import { ForeignText } from '../display/foreign-text.js';
import { useGrouped } from '../display/quantity.js';
import { Remaining } from '../display/remaining.js';
import { Section } from '../display/section.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** What callers hold of the person that works at this moment. */
export function LiveNow({ live }: { live: PersonDetail['live'] }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  const grouped = useGrouped();
  const working = live.filter(({ until }) => Date.parse(until) > now);
  return (
    <Section title={t('person.liveNow', { count: working.length, value: grouped(working.length) })}>
      {working.length === 0 && <p className="quiet">{t('person.nothingLive')}</p>}
      <ul className="lines">
        {working.map(({ caller, application, grantId, delivery, handouts, until }) => (
          <li key={`${caller.id} ${grantId} ${delivery}`}>
            <Link href={addressOf(`callers/${caller.id}`)}>
              <ForeignText text={caller.name} />
            </Link>
            <Link href={addressOf(`grants/${grantId}`)}>
              <ForeignText text={application} />
            </Link>
            <span>
              {t(`deliveries.${delivery}`)}
              {handouts > 1 && ` × ${grouped(handouts)}`}
            </span>
            <span className="end">
              <Remaining at={until} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
