export type RefreshOutcome =
  /** The tokens are newer, or the grant is no longer one to refresh: ask for the hand-out again. */
  | { readonly kind: 'replaced' }
  /** The old tokens are what there is. Trying again makes sense after this many milliseconds; not while somebody waits, if undefined. */
  | { readonly kind: 'kept'; readonly retryInMs: number | undefined };

/** After a failure that nobody put a date on. */
export const RETRY_MS = 1_000;

export const replaced: RefreshOutcome = { kind: 'replaced' };
export const kept = (retryInMs?: number): RefreshOutcome => ({ kind: 'kept', retryInMs });
