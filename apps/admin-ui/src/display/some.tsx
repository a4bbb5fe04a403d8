import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

const few = 4;

/** The first few of what may be many, each on a line of its own; the rest when asked for. */
export function Some({ items }: { items: readonly { key: string; shown: ReactNode }[] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const more = items.length - few;
  return (
    <ul className="some">
      {items.slice(0, isOpen ? undefined : few).map(({ key, shown }) => (
        <li key={key}>{shown}</li>
      ))}
      {more > 0 && !isOpen && (
        <li>
          <Button type="link" size="small" className="more" onClick={() => setOpen(true)}>
            {t('display.more', { count: more })}
          </Button>
        </li>
      )}
    </ul>
  );
}
