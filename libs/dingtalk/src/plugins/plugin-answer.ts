import type { PluginCall } from './plugin-call.js';

/** What became of a call: what the ability answered, or the code of a failure. */
export type PluginOutcome = { readonly result: unknown } | { readonly failure: string };

/** An answer in the form of the call's generation, both as DingTalk's pages print them. */
export function pluginAnswer({ generation, requestId }: PluginCall, outcome: PluginOutcome): object {
  if (generation === 1) return 'result' in outcome ? { requestId, result: outcome.result } : failed(requestId, outcome);
  const body = 'result' in outcome ? (outcome.result ?? null) : failed(requestId, outcome);
  return {
    statusLine: { code: 200, reasonPhrase: 'OK' },
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** To a call that cannot be read, and so is of no known generation. */
export function unreadableAnswer(messageId: string, failure: string): object {
  return failed(messageId, { failure });
}

function failed(requestId: string, { failure }: { failure: string }): object {
  return { success: false, code: failure, requestId };
}
