type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * What of a caller's request goes on to DingTalk. A list of what may pass rather than of what may not: credentials, cookies, hop-by-hop
 * headers (RFC 9110 section 7.6.1), forwarding headers and method overrides stay behind without being named. No compression is asked
 * for, because answers may have to be read.
 */
const REQUEST = [
  'accept',
  'accept-language',
  'content-type',
  'content-encoding',
  'content-length',
  'user-agent',
  'x-client-token',
];

/** What of DingTalk's answer goes back. Nothing there may set a cookie or a policy at the broker's address. */
const ANSWER = [
  'content-type',
  'content-encoding',
  'content-language',
  'content-disposition',
  'content-length',
  'content-range',
  'accept-ranges',
  'etag',
  'last-modified',
  'location',
  'retry-after',
  'x-acs-request-id',
  'x-acs-trace-id',
];

export function requestHeadersOf(headers: Headers): Record<string, string> {
  return passing(headers, REQUEST);
}

export function answerHeadersOf(headers: Headers): Record<string, string> {
  return passing(headers, ANSWER);
}

function passing(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

/** The legacy API takes tokens there; a call must not be made with another one than it was recorded for. */
export function passingQueryOf(query: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query].filter(([name]) => !/^access_?token$/i.test(name)));
}
