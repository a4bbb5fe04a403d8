import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { App as AntApp, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, useEffect, useMemo } from 'react';
import { useLanguage } from './i18n/i18n.js';
import { askTheBrowser } from './session/ask-the-browser.js';
import { operatorSession, useOperatorSession } from './session/operator-session.js';
import { signInWaysKey } from './session/sign-in-ways.js';
import { Shell } from './shell/shell.js';
import { FreshSignInDialog } from './sign-in/fresh-sign-in-dialog.js';
import { SignInDialog } from './sign-in/sign-in-dialog.js';
import { SignInPage } from './sign-in/sign-in-page.js';
import { antdTheme } from './theme/antd-theme.js';
import { useTheme } from './theme/theme-choice.js';
import { useMedia } from './theme/use-media.js';

/** Set by the server where its policy allows only styles that carry it. */
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content;

const wantsLessMotion = matchMedia('(prefers-reduced-motion: reduce)');

export function App({ children }: { children: ReactNode }) {
  const { language } = useLanguage();
  const { isDark } = useTheme();
  const isStill = useMedia(wantsLessMotion);
  const theme = useMemo(() => antdTheme({ isDark, isStill }), [isDark, isStill]);
  return (
    <ConfigProvider
      theme={theme}
      locale={language === 'zh' ? zhCN : enGB}
      button={{ autoInsertSpace: false }}
      csp={nonce ? { nonce } : undefined}
    >
      <AntApp>{children}</AntApp>
    </ConfigProvider>
  );
}

/** What every address shows: the page, once it is known who looks at it. */
export function SignedIn() {
  const { proof, ended } = useOperatorSession();
  const queries = useQueryClient();
  // The next operator at this tab must not find the last one's lists.
  useEffect(() => {
    if (proof.by !== 'nothing') return;
    // The sign-in page under this one has asked for the ways in already, and they are nobody's.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey !== signInWaysKey });
    queries.getMutationCache().clear();
  }, [proof, queries]);
  useEffect(() => {
    if (proof.by === 'unknown') void askTheBrowser().then((isIn) => isIn || operatorSession.signOut());
  }, [proof]);
  if (proof.by === 'unknown') return null;
  if (proof.by === 'nothing') return <SignInPage />;
  return (
    <>
      <Shell>
        <Outlet />
      </Shell>
      {ended ? <SignInDialog /> : <FreshSignInDialog />}
    </>
  );
}
