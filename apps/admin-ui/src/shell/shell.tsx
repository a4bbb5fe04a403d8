import { Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClockProvider } from '../display/clock.js';
import { useLocation } from '../location/use-location.js';
import { useOverview } from '../session/operator.js';
import { useDocumentTitle } from './document-title.js';
import { Navigation } from './navigation.js';
import { pageAt } from './pages.js';
import { TopBar } from './top-bar.js';

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const path = useLocation().page;
  const page = pageAt(path);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { data, dataUpdatedAt } = useOverview();
  const offsetMs = data ? Date.parse(data.serverTime) - dataUpdatedAt : 0;
  useDocumentTitle(page ? titleOf(path, t(`nav.${page}`)) : t('noPage.title'));
  return (
    <ClockProvider offsetMs={offsetMs}>
      <a className="skip-link" href="#content">
        {t('skip')}
      </a>
      <TopBar openMenu={() => setMenuOpen(true)} />
      <div className="shell">
        <aside className="sider">
          <Navigation current={page} />
        </aside>
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <Drawer open={isMenuOpen} placement="left" size={264} title={t('product')} onClose={() => setMenuOpen(false)}>
        <Navigation current={page} onGo={() => setMenuOpen(false)} />
      </Drawer>
    </ClockProvider>
  );
}

/** Ids are told apart by their ends; names are short enough. */
function titleOf(path: string, page: string): string {
  const item = decodeURIComponent(path.split('/')[1] ?? '');
  if (item === '') return page;
  return `${item.length > 30 ? `…${item.slice(-8)}` : item} · ${page}`;
}
