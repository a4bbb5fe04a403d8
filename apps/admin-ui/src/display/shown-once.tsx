import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCopy } from './short-id.js';

interface ShownOnceProps {
  title: string;
  secret: string;
  /** Until when what it replaces goes on working, say. */
  note?: string;
  stored(): void;
}

/** The only place and time a secret is shown: whoever reads it says when they have it, and then nobody can see it again. */
export function ShownOnce({ title, secret, note, stored }: ShownOnceProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <div className="shown-once" role="status">
      <strong>{title}</strong>
      <code>{secret}</code>
      {note && <p>{note}</p>}
      <p>{t('secret.once')}</p>
      <div className="acts">
        <Button onClick={() => copy(secret)}>{t('secret.copy')}</Button>
        <Button onClick={stored}>{t('secret.stored')}</Button>
      </div>
    </div>
  );
}
