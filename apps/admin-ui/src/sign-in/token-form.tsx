import { useQueryClient } from '@tanstack/react-query';
import { Button, Form, Input, type InputRef } from 'antd';
import { type FormEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overviewWith } from '../api/client.js';
import { ProblemError } from '../api/problem-error.js';
import { ProblemPanel } from '../display/problem-panel.js';
import { overviewKey } from '../session/operator.js';
import { operatorSession } from '../session/operator-session.js';

type Mistake = 'empty' | 'malformed' | 'refused';

/** Asks the broker before it keeps anything; a token that is not accepted is never stored. */
export function TokenForm() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const inputId = useId();
  const input = useRef<InputRef>(null);
  const [token, setToken] = useState('');
  const [mistake, setMistake] = useState<Mistake>();
  const [failure, setFailure] = useState<Error>();
  const [isAsking, setAsking] = useState(false);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isAsking) return;
    const pasted = token.trim();
    const wrong = mistakeIn(pasted);
    setMistake(wrong);
    setFailure(undefined);
    if (wrong) return void input.current?.focus();
    setAsking(true);
    try {
      const overview = await overviewWith(pasted);
      operatorSession.signInWithToken(pasted);
      queries.setQueryData(overviewKey, overview);
      await queries.invalidateQueries();
    } catch (error) {
      if (error instanceof ProblemError && error.problem.status === 401) setMistake('refused');
      else setFailure(error instanceof Error ? error : ProblemError.unreachable());
      input.current?.focus();
    } finally {
      setAsking(false);
    }
  };

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Form.Item
        layout="vertical"
        label={t('signIn.token')}
        htmlFor={inputId}
        validateStatus={mistake ? 'error' : undefined}
        help={mistake ? t(`signIn.${mistake}`) : t('signIn.hint')}
      >
        <Input
          ref={input}
          id={inputId}
          type="password"
          value={token}
          autoFocus
          autoComplete="off"
          spellCheck={false}
          aria-invalid={mistake !== undefined}
          onChange={(event) => {
            setToken(event.target.value);
            setMistake(undefined);
          }}
        />
      </Form.Item>
      {failure && <ProblemPanel error={failure} />}
      <Button htmlType="submit" block loading={isAsking}>
        {t(isAsking ? 'signIn.submitting' : 'signIn.submit')}
      </Button>
    </form>
  );
}

/** A header can carry nothing else, and a token pasted with its line break is the usual mistake. */
function mistakeIn(token: string): Mistake | undefined {
  if (token === '') return 'empty';
  return /^[\x21-\x7e]+$/.test(token) ? undefined : 'malformed';
}
