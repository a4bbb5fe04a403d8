import { useQueryClient } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { useEffect, useMemo } from 'react';
import { AuditPage } from './audit/audit-page.js';
import { CallerPage } from './callers/caller-page.js';
import { CallersPage } from './callers/callers-page.js';
import { GrantsPage } from './grants/grants-page.js';
import { useLanguage } from './i18n/i18n.js';
import { useLocation } from './location/use-location.js';
import { OperatorPage } from './operators/operator-page.js';
import { OperatorsPage } from './operators/operators-page.js';
import { OverviewPage } from './overview/overview-page.js';
import { RevocationPage } from './revocations/revocation-page.js';
import { RevocationsPage } from './revocations/revocations-page.js';
import { askTheBrowser } from './session/ask-the-browser.js';
import { operatorSession, useOperatorSession } from './session/operator-session.js';
import { type DetailPageName, type PageName, type Shown, shownAt } from './shell/pages.js';
import { Shell } from './shell/shell.js';
import { SignInDialog } from './sign-in/sign-in-dialog.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { antdTheme } from './theme/antd-theme.js';
import { useTheme } from './theme/theme-choice.js';

const pages: Record<PageName, () => React.JSX.Element> = {
  overview: OverviewPage,
  grants: GrantsPage,
  callers: CallersPage,
  revocations: RevocationsPage,
  audit: AuditPage,
  operators: OperatorsPage,
};

const details: Record<DetailPageName, (props: { id: string }) => React.JSX.Element> = {
  callers: CallerPage,
  revocations: RevocationPage,
  operators: OperatorPage,
};

/** Set by the server where its policy allows only styles that carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;

export function App() {
  const { language } = useLanguage();
  const { isDark } = useTheme();
  const theme = useMemo(() => antdTheme(isDark), [isDark]);
  return (
    <ConfigProvider
      theme={theme}
      locale={language === 'zh' ? zhCN : enGB}
      button={{ autoInsertSpace: false }}
      csp={nonce ? { nonce } : undefined}
    >
      <AntApp>
        <SignedIn />
      </AntApp>
    </ConfigProvider>
  );
}

function SignedIn() {
  const { proof, ended } = useOperatorSession();
  const queries = useQueryClient();
  const shown = shownAt(useLocation().page);
  // The next operator at this tab must not find the last one's lists.
  useEffect(() => {
    if (proof.by === 'nothing') queries.clear();
  }, [proof, queries]);
  useEffect(() => {
    if (proof.by === 'unknown') void askTheBrowser().then((isIn) => isIn || operatorSession.signOut());
  }, [proof]);
  if (proof.by === 'unknown') return null;
  if (proof.by === 'nothing') return <SignInPage />;
  return (
    <>
      <Shell shown={shown}>
        <Content key={`${shown.page}/${shown.id ?? ''}`} shown={shown} />
      </Shell>
      {ended && <SignInDialog />}
    </>
  );
}

function Content({ shown }: { shown: Shown }) {
  if (shown.id === undefined) {
    const Page = pages[shown.page];
    return <Page />;
  }
  const Detail = details[shown.page];
  return <Detail id={shown.id} />;
}
