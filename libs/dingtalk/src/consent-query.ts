/** What DingTalk's redirect brought back. A state that is not one plain text is none. */
export type ConsentQuery =
  | { kind: 'refused'; error: string; state?: string }
  | { kind: 'code'; code: string; state?: string }
  | { kind: 'incomplete' };

/**
 * DingTalk calls the code `authCode`, and of late `code` as well. An `error` counts even beside a code: the person who pressed "refuse"
 * is believed rather than the parameter that says otherwise.
 */
export function readConsentQuery(query: unknown): ConsentQuery {
  const parameters = new Map(Object.entries(query ?? {}));
  const state = text(parameters.get('state'));
  if (parameters.has('error')) return { kind: 'refused', error: text(parameters.get('error')) ?? 'unknown', state };
  const code = text(parameters.get('authCode')) ?? text(parameters.get('code'));
  return code === undefined ? { kind: 'incomplete' } : { kind: 'code', code, state };
}

/** A parameter given twice arrives as an array; choosing one of two would let whoever added the second decide. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1024 ? value : undefined;
}
