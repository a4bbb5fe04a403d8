/**
 * Why a pushed event was not taken.
 * - `malformed`: not of the form DingTalk sends, outside or inside.
 * - `bad_signature`: not signed with this application's event token.
 * - `stale`: signed longer ago than a push is good for, or in the future.
 * - `wrong_key`: signed rightly, and not encrypted with this application's key.
 * - `wrong_owner`: encrypted rightly, for another application.
 */
export type PushRefusalReason = 'malformed' | 'bad_signature' | 'stale' | 'wrong_key' | 'wrong_owner';

/** The only error of a push. It quotes nothing of what was sent, so it may be logged as it is. */
export class PushRefusal extends Error {
  override readonly name = 'PushRefusal';

  constructor(readonly reason: PushRefusalReason) {
    super(`A push of DingTalk was refused: ${reason}`);
  }
}
