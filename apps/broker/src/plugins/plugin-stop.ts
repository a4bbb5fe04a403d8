import type { PluginFailure, RefusedToken } from '@app/dingtalk';

/** Why a call ends without its ability: what the person would have to consent to, a failure of ours, or the service's own code. */
export type PluginEnding =
  | { readonly lack: RefusedToken }
  | { readonly failure: PluginFailure }
  | { readonly serviceCode: string };

/** Ends a call. Its message is for the log and holds nothing of the call. */
export class PluginStop extends Error {
  override readonly name = 'PluginStop';

  constructor(
    readonly ending: PluginEnding,
    why: string,
    cause?: unknown,
  ) {
    super(why, { cause });
  }
}
