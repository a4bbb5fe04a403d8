import type { CallbackAnswer } from '../stream/callbacks.js';

/** The two codes that make DingTalk show its consent card and run the ability again. */
const consentCodes = ['InvalidAuthentication', 'Forbidden.AccessDenied.AccessTokenPermissionDenied'] as const;
export type ConsentCode = (typeof consentCodes)[number];

export type PluginAnswer =
  | { readonly kind: 'result'; readonly text: string }
  | { readonly kind: 'consent_wanted'; readonly code: ConsentCode; readonly text: string }
  | { readonly kind: 'failure'; readonly code: string; readonly text: string };

type Members = Readonly<Record<string, unknown>>;

/**
 * What the answer to a callback means. Of the first generation the failure body is the answer, of the second the body within it; how
 * the second tells of a lacking consent is not documented, so the document's failure body is understood in both places.
 */
export function readPluginAnswer(answer: CallbackAnswer): PluginAnswer {
  if (answer.outcome === 'unanswered') return failure('unanswered', 'no answer came in time');
  if (answer.code !== 200) return failure(`code_${answer.code}`, textOf(answer.response));
  const response = membersIn(answer.response);
  if (!response) return failure('unreadable', textOf(answer.response));
  const status = membersIn(response.statusLine)?.code;
  if (status === undefined) return read(response, response.result);
  const body = membersIn(response.body);
  if (Number(status) !== 200 && body?.success !== false) return failure(`status_${status}`, textOf(response.body));
  return read(body ?? {}, response.body);
}

function read(body: Members, result: unknown): PluginAnswer {
  const { success, code } = body;
  if (success !== false) return { kind: 'result', text: textOf(result) };
  const wanted = consentCodes.find((known) => known === code);
  const text = textOf(body);
  return wanted ? { kind: 'consent_wanted', code: wanted, text } : failure(String(code), text);
}

const failure = (code: string, text: string): PluginAnswer => ({ kind: 'failure', code, text });

/** An object, or JSON text of one. */
function membersIn(value: unknown): Members | undefined {
  if (typeof value === 'string') {
    try {
      return membersIn(JSON.parse(value));
    } catch {
      return undefined;
    }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
