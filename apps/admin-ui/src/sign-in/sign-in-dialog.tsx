import { Button, Modal } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { askTheBrowser } from '../session/ask-the-browser.js';
import { SessionEndedNote, SignInForm } from './sign-in-form.js';
import { signOut } from './sign-out.js';

/** Over the page instead of in its place, so that nothing typed there is lost. */
export function SignInDialog() {
  const { t } = useTranslation();
  // Whoever signs in through DingTalk does so in another tab, and comes back to this one.
  useEffect(() => {
    const look = () => void askTheBrowser();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  return (
    <Modal
      open
      width={440}
      title={t('signIn.title')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={<Button onClick={() => void signOut()}>{t('top.signOut')}</Button>}
    >
      <div className="stack">
        <SessionEndedNote />
        <SignInForm keepsPage />
      </div>
    </Modal>
  );
}
