import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGrouped } from '../display/quantity.js';
import { addressOf, useLocation, useNavigate } from '../location/use-location.js';

/** Keyset pages: no numbers and no total, because counting 100 000 rows to show one screen of them is waste. */
export function Pager({ shown, nextCursor }: { shown: number; nextCursor: string | null }) {
  const { t } = useTranslation();
  const grouped = useGrouped();
  const { page, search, state } = useLocation();
  const navigate = useNavigate();
  const cursors = state.cursors ?? [];
  const go = (next: string[]) => navigate(addressOf(page, search), { cursors: next });
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
