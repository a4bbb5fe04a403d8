import { useTranslation } from 'react-i18next';
import { ForeignText } from './foreign-text.js';

/** What stands for somebody who was erased. */
const pseudonym = /^erased-([0-9a-f]{8})[0-9a-f]{16}$/;

/** By what a person goes; somebody who was erased is nobody any more, and told from others who were by a few letters alone. */
export function PersonName({ name, unionId, whole = false }: { name: string; unionId: string; whole?: boolean }) {
  const { t } = useTranslation();
  const [, letters] = pseudonym.exec(unionId) ?? [];
  if (letters === undefined) return <ForeignText text={name || unionId} whole={whole} />;
  return (
    <span className="quiet" title={unionId}>
      {t('people.erased')} <code>{letters}</code>
    </span>
  );
}
