import type { Secret } from '@app/secret';
import { DINGTALK_TOKEN_HEADER } from './gateway/in-dingtalks-place.js';
import type { HttpAsk } from './http-exchange.js';

/** A request as DingTalk takes it, before it has a deadline. */
export type DingTalkAsk = Omit<HttpAsk, 'deadlineMs'>;

/** Without a token where DingTalk wants credentials in the body, or the token in the query. */
export function post(url: URL, body: object, token?: Secret): DingTalkAsk {
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...(token && bearing(token)) };
  return { method: 'POST', url, headers, body: JSON.stringify(body) };
}

export function get(url: URL, token: Secret): DingTalkAsk {
  return { method: 'GET', url, headers: { accept: 'application/json', ...bearing(token) } };
}

const bearing = (token: Secret) => ({ [DINGTALK_TOKEN_HEADER]: token.reveal() });
