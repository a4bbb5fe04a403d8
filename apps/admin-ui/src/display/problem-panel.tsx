import { Alert, Button } from 'antd';
import type { TFunction } from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError, signInUrlIn } from '../api/problem-error.js';
import type { Problem } from '../api/types.js';
import { freshSignIn } from '../session/fresh-sign-in.js';
import { useOperator } from '../session/operator.js';
import { ShortId } from './short-id.js';

/** In place of the region that failed, and only of it. `retry` is for reads; nothing that changes something repeats itself. */
export function ProblemPanel({ error, retry }: { error: Error; retry?: () => void }) {
  const { t } = useTranslation();
  const { role } = useOperator();
  const { problem } = error instanceof ProblemError ? error : ProblemError.unexpected(0);
  const wait = useCountdown(problem.retryAfterSeconds ?? 0);
  // The sign-in dialog is already asking.
  if (problem.status === 401) return null;
  const signInUrl = signInUrlIn(problem);
  const isForbidden = problem.code === 'forbidden';
  const [title, detail] = isForbidden
    ? [t('problem.forbidden'), t('problem.forbiddenMeaning', { role })]
    : textsOf(problem, t);
  return (
    <Alert
      type={isForbidden || signInUrl ? 'warning' : 'error'}
      showIcon
      title={title}
      description={
        <>
          {detail && <p>{detail}</p>}
          {problem.errors?.map(({ pointer, reason }) => (
            <p key={pointer}>
              <code>{pointer}</code> {reason}
            </p>
          ))}
          <p className="evidence">
            <span>
              {t('problem.code')} <code>{problem.code}</code>
            </span>
            {problem.requestId && (
              <span>
                {t('problem.request')} <ShortId id={problem.requestId} />
              </span>
            )}
            {problem.type.startsWith('http') && <a href={problem.type}>{t('problem.meaning')}</a>}
          </p>
          {retry && signInUrl !== undefined ? (
            <Button onClick={() => void freshSignIn.ask(signInUrl).then((signedIn) => signedIn && retry())}>
              {t('freshSignIn.signIn')}
            </Button>
          ) : (
            retry && (
              <Button onClick={retry} disabled={wait > 0}>
                {wait > 0 ? t('problem.retryIn', { seconds: wait }) : t('problem.retry')}
              </Button>
            )
          )}
        </>
      }
    />
  );
}

/** Codes this page knows are said in its language; the detail is the broker's own, and particular. */
function textsOf({ code, status, title, detail }: Problem, t: TFunction): [title: string, detail: string | undefined] {
  switch (code) {
    case 'unreachable':
      return [t('problem.unreachable'), t('problem.unreachableMeaning')];
    case 'unexpected_answer':
      return [t('problem.unexpected_answer'), t('problem.unexpected_answerMeaning', { status })];
    case 'fresh_sign_in_required':
      return [t('freshSignIn.title'), t('freshSignIn.needed')];
    case 'temporarily_unavailable':
    case 'rate_limited':
    case 'invalid_request':
    case 'not_found':
    case 'conflict':
    case 'internal_error':
      return [t(`problem.codes.${code}`), detail];
    default:
      return [title, detail];
  }
}

function useCountdown(seconds: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    if (seconds <= 0) return;
    const timer = setInterval(() => setLeft((now) => Math.max(0, now - 1)), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}
