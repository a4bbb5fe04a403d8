import { useTranslation } from 'react-i18next';
import type { PersonDetail } from '../api/types.js';
import { ForeignText } from '../display/foreign-text.js';
import { useGrouped } from '../display/quantity.js';
import { Remaining } from '../display/remaining.js';
import { Section } from '../display/section.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** What the person was asked and has not answered. */
export function OpenConsents({ consents }: { consents: PersonDetail['openConsents'] }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  return (
    <Section title={t('person.asked', { count: consents.length, value: grouped(consents.length) })}>
      {consents.length === 0 && <p className="quiet">{t('person.nothingAsked')}</p>}
      <ul className="lines">
        {consents.map(({ id, caller, application, expiresAt }) => (
          <li key={id}>
            <Link href={addressOf(`consents/${id}`)}>
              <ForeignText text={application} />
            </Link>
            {caller && <ForeignText text={caller.name} />}
            <span className="end">
              <Remaining at={expiresAt} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
