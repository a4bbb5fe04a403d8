import { useTranslation } from 'react-i18next';
import type { ApplicationHealth } from '../api/types.js';
import { EnabledTag } from '../display/enabled-tag.js';
import { ForeignText } from '../display/foreign-text.js';
import { Section } from '../display/section.js';
import { Link } from '../location/link.js';
import { addressOf } from '../location/use-location.js';

/** Services that may ask for it: whom a suspension would hit. */
export function Dependents({ callers }: Pick<ApplicationHealth, 'callers'>) {
  const { t } = useTranslation();
  return (
    <Section title={t('applications.dependents')}>
      {callers.length === 0 ? (
        <p className="quiet">{t('applications.noDependents')}</p>
      ) : (
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{t('callers.name')}</th>
              <th scope="col">{t('applications.scopes')}</th>
              <th scope="col">{t('callers.state')}</th>
            </tr>
          </thead>
          <tbody>
            {callers.map(({ id, name, disabledAt, scopes, delivery }) => (
              <tr key={id}>
                <th scope="row">
                  <Link href={addressOf(`callers/${id}`)}>
                    <ForeignText text={name} />
                  </Link>
                </th>
                <td title={scopes.join(', ')}>
                  {scopes.length} · {delivery.map((each) => t(`applications.deliveries.${each}`)).join(' · ')}
                </td>
                <td>
                  <EnabledTag disabledAt={disabledAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}
