import type { Problem } from '@app/contract';
import { BrokerError, type BrokerErrorCode, brokerErrorTable } from '@app/errors';

/** Every code's own heading; a test holds the page and the table to each other. */
const ERROR_PAGE = 'https://github.com/dingtalk-token-broker/dingtalk-token-broker/blob/main/docs/errors.md';

/** The one place where an error becomes an RFC 9457 document. What is not a `BrokerError` loses its text here. */
export function problemOf(error: unknown, requestId: string): Problem {
  const { code, detail, members } = error instanceof BrokerError ? error : internal;
  const { status, title } = brokerErrorTable[code];
  return { ...members, type: `${ERROR_PAGE}#${code}`, title, status, detail, code, requestId };
}

/** RFC 6749 section 5.2, for clients of `/oauth2/*`, with the same code and members. A member `error` is finer than the table's. */
export function oauthErrorOf(error: unknown, requestId: string): { status: number; body: Record<string, unknown> } {
  const { code, detail, members } = error instanceof BrokerError ? error : internal;
  const { status, oauth } = brokerErrorTable[code];
  return {
    status,
    body: { error: oauth, ...members, error_description: detail, code, requestId },
  };
}

const internal: { code: BrokerErrorCode; detail: string; members: Record<string, unknown> } = {
  code: 'internal_error',
  detail: 'The request id leads to the cause in the broker’s log.',
  members: {},
};
