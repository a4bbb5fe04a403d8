import type { ConsentQuery } from '../consent-query.js';

/**
 * Why `openAuth` ended without an answer of the person's.
 * - `failed`: DingTalk could not ask, or did not answer.
 * - `to_admin`: it was passed on to an administrator, which happens where the organisation is asked.
 * - `organisation`: agreed without a code, which is how an organisation agrees (type 1).
 * - `too_old`, `elsewhere`: the page found no client that could ask.
 */
export type InClientObstacle = 'failed' | 'to_admin' | 'organisation' | 'too_old' | 'elsewhere';

/** What the page sends back: the same as DingTalk's redirect brings, or why there was nothing to bring. */
export type InClientAnswer =
  | ConsentQuery
  | { kind: 'unanswered'; obstacle: InClientObstacle; errorCode?: string; state?: string };

const obstacles = new Map<string, InClientObstacle>([
  ['failed', 'failed'],
  ['toAdmin', 'to_admin'],
  ['too_old', 'too_old'],
  ['elsewhere', 'elsewhere'],
]);

/**
 * Reads the form of the page that called `openAuth`: `status` and `authCode` in the library's words, the state, and an error code if the
 * answer had one. A refusal counts even beside a code; a status nobody knows is an answer nobody got.
 */
export function readOpenAuthAnswer(form: unknown): InClientAnswer {
  const fields = new Map(Object.entries(form ?? {}));
  const status = text(fields.get('status'));
  const state = text(fields.get('state'));
  if (status === undefined) return { kind: 'incomplete' };
  if (status === 'cancel') return { kind: 'refused', error: status, state };
  if (status === 'ok') {
    const code = text(fields.get('authCode'));
    return code === undefined ? { kind: 'unanswered', obstacle: 'organisation', state } : { kind: 'code', code, state };
  }
  const errorCode = /^\d{6}$/.exec(text(fields.get('errorCode')) ?? '')?.[0];
  return { kind: 'unanswered', obstacle: obstacles.get(status) ?? 'failed', ...(errorCode && { errorCode }), state };
}

/** A field given twice is an array; choosing one of two would let whoever added the second decide. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1024 ? value : undefined;
}
