import { useTranslation } from 'react-i18next';
import { Brand } from '../shell/brand.js';
import { useDocumentTitle } from '../shell/document-title.js';
import { Preferences } from '../shell/preferences.js';
import { SignInForm } from './sign-in-form.js';

export function SignInPage() {
  const { t } = useTranslation();
  useDocumentTitle(t('signIn.title'));
  return (
    <div className="sign-in">
      <header>
        <Brand />
        <Preferences />
      </header>
      <main className="panel">
        <h1>{t('signIn.title')}</h1>
        <SignInForm />
      </main>
    </div>
  );
}
