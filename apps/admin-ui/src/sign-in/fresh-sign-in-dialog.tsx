import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Divider, Modal } from 'antd';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { answerOf, api, browserSession } from '../api/client.js';
import { useFreshSignIn } from '../session/fresh-sign-in.js';
import { useOperator } from '../session/operator.js';
import { operatorSession, useOperatorSession } from '../session/operator-session.js';
import { TokenForm } from './token-form.js';

/** Whoever signs in does so in another tab; this one looks whether they have. */
const lookEveryMs = 1_500;

/** Over the form that was sent, which waits under it. */
export function FreshSignInDialog() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const question = useFreshSignIn();
  const { name } = useOperator();
  const { proof } = useOperatorSession();

  const look = useCallback(async () => {
    if (proof.by !== 'browser' || !question) return;
    const csrfToken = await browserSession().then(
      (session) => session.csrfToken,
      () => null,
    );
    // The same session: they have not signed in yet.
    if (csrfToken === null || csrfToken === proof.csrfToken) return;
    const { operator } = await answerOf(api.GET('/admin/v1/session'));
    operatorSession.signedIn(csrfToken);
    const isSame = operator.name === name;
    if (!isSame) {
      void message.warning(t('freshSignIn.other', { name: operator.name }));
      await queries.invalidateQueries();
    }
    question.settle(isSame);
  }, [proof, question, name, message, queries, t]);

  useEffect(() => {
    if (!question) return;
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => clearInterval(timer);
  }, [question, look]);

  // A token is asked by nobody: the act goes on with it.
  useEffect(() => {
    if (proof.by === 'token') question?.settle(true);
    if (proof.by === 'nothing') question?.settle(false);
  }, [proof, question]);

  if (!question) return null;
  return (
    <Modal
      open
      width={440}
      title={t('freshSignIn.title')}
      mask={{ closable: false }}
      onCancel={() => question.settle(false)}
      footer={<Button onClick={() => question.settle(false)}>{t('ending.cancel')}</Button>}
    >
      <div className="stack">
        <p>{t('freshSignIn.why', { name })}</p>
        <Button type="primary" href={question.signInUrl} target="_blank" block autoFocus>
          {t('freshSignIn.signIn')}
        </Button>
        <Divider plain>{t('signIn.or')}</Divider>
        <TokenForm />
      </div>
    </Modal>
  );
}
