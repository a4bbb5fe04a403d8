import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { operatorSession } from '../session/operator-session.js';
import { SessionEndedNote, SignInForm } from './sign-in-form.js';

/** Over the page instead of in its place, so that nothing typed there is lost. */
export function SignInDialog() {
  const { t } = useTranslation();
  return (
    <Modal
      open
      width={440}
      title={t('signIn.title')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={<Button onClick={() => operatorSession.signOut()}>{t('top.signOut')}</Button>}
    >
      <div className="stack">
        <SessionEndedNote />
        <SignInForm />
      </div>
    </Modal>
  );
}
