import { Alert, Button, Divider } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSignInWays } from '../session/sign-in-ways.js';
import { TokenForm } from './token-form.js';

/** Every way there is. `keepsPage`: what lies under it must not be lost, so whoever asks who the operator is does so in another tab. */
export function SignInForm({ keepsPage = false }: { keepsPage?: boolean }) {
  const { t } = useTranslation();
  const ways = useSignInWays().data;
  const doors = [
    ...(ways?.dingtalk ? [{ href: '/admin/sign-in', label: t('signIn.dingtalk') }] : []),
    ...(ways?.openid
      ? [{ href: '/admin/sign-in/oidc', label: t('signIn.openid', { provider: ways.openid.name }) }]
      : []),
  ];
  return (
    <>
      {doors.length > 0 && (
        <>
          <div className="stack">
            {doors.map(({ href, label }, index) => (
              <Button
                key={href}
                type={index === 0 ? 'primary' : 'default'}
                href={href}
                target={keepsPage ? '_blank' : undefined}
                block
              >
                {label}
              </Button>
            ))}
          </div>
          <Divider plain>{t('signIn.or')}</Divider>
        </>
      )}
      <TokenForm />
    </>
  );
}

export const SessionEndedNote = () => {
  const { t } = useTranslation();
  return <Alert type="warning" showIcon title={t('signIn.ended')} />;
};
