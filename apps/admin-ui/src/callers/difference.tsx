import { useTranslation } from 'react-i18next';
import { ForeignText } from '../display/foreign-text.js';
import type { Change, Draft, Field } from './drafts.js';

/** What becomes of entitlements, line by line: by the number that a rule names, with what was and what is then. */
export function Difference({ changes }: { changes: readonly Change[] }) {
  const { t } = useTranslation();
  return (
    <ul className="some">
      {changes.map((change) => (
        <li key={change.key}>
          {change.position} · {change.sign}{' '}
          {change.sign === '±' ? (
            <>
              {t('difference.of', { field: t(`draft.fields.${change.field}`) })}{' '}
              <Value of={change.from} field={change.field} /> → <Value of={change.to} field={change.field} />
            </>
          ) : (
            <>
              <code>{change.what}</code> {change.scopes && <code className="quiet">{change.scopes.join(' ')}</code>}
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Value({ of, field }: { of: Draft; field: Field }) {
  const { t } = useTranslation();
  if (field === 'delivery') return of.delivery.map((name) => t(`deliveries.${name}`)).join(' · ');
  if (field === 'whose') return t(`draft.whose.${of.whose}`);
  const value = of[field];
  if (typeof value === 'boolean') return t(value ? 'difference.yes' : 'difference.no');
  const text = Array.isArray(value) ? value.join(', ') : String(value ?? '');
  return text ? <ForeignText text={text} whole /> : <span className="quiet">{t('difference.none')}</span>;
}
