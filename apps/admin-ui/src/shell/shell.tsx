import { Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClockProvider } from '../display/clock.js';
import { useOverview } from '../session/operator.js';
import { useDocumentTitle } from './document-title.js';
import { Navigation } from './navigation.js';
import type { Shown } from './pages.js';
import { TopBar } from './top-bar.js';

export function Shell({ shown: { page, id }, children }: { shown: Shown; children: ReactNode }) {
  const { t } = useTranslation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { data, dataUpdatedAt } = useOverview();
  const offsetMs = data ? Date.parse(data.serverTime) - dataUpdatedAt : 0;
  useDocumentTitle(id ? `…${id.slice(-8)} · ${t(`nav.${page}`)}` : t(`nav.${page}`));
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
