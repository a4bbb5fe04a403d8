import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGrouped } from '../display/quantity.js';
import { navigate, useLocation } from '../location/use-location.js';

/** Keyset pages: no numbers and no total, because counting 100 000 rows to show one screen of them is waste. */
export function Pager({ shown, nextCursor }: { shown: number; nextCursor: string | null }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { state } = useLocation();
  const cursors = state.cursors ?? [];
  const go = (next: string[]) => {
    navigate(`${location.pathname}${location.search}`, { state: { cursors: next } });
    scrollTo(0, 0);
  };
  return (
    <div className="pager">
      <span aria-live="polite">
        {t('list.shown', { count: shown, value: grouped(shown) })}
        {nextCursor && `, ${t('list.more')}`}
      </span>
      <Button disabled={cursors.length === 0} onClick={() => go(cursors.slice(0, -1))}>
        {t('list.previous')}
      </Button>
      <Button disabled={!nextCursor} onClick={() => nextCursor && go([...cursors, nextCursor])}>
        {t('list.next')}
      </Button>
    </div>
  );
}
