import type { World } from './model.js';

/** Which of the two replicas; a trace calls them A and B. */
export type Side = 0 | 1;

/** One statement, or one event of the network, of time or of somebody outside. */
export interface Step {
  readonly what: What;
  /** Whose step it is; undefined for what happens outside of the replicas. */
  readonly side?: Side;
  readonly next: World;
  /** The guarantee that this very step breaks. */
  readonly breach?: string | undefined;
}

/** What happens, in the words of a trace. */
export type What = (typeof happenings)[number];

export const happenings = [
  'is told to ask the person',
  'is told that the grant is suspended',
  'is told to try later',
  'finds its token stale',
  'finds a live token, and has not committed yet',
  'commits, and the token leaves',
  'is shut out by the new epoch',
  'comes as upkeep, before anybody asks',
  'sees fresh tokens',
  'sees nothing to refresh',
  'sees the back-off',
  'sees the lease, and does not wait',
  'sees a grant to refresh',
  'takes the lease',
  'does not get the lease',
  'sends the refresh token',
  'renews the lease that ran out, and sends',
  'has lost the lease, and does not send',
  'is answered with new tokens',
  'is refused by DingTalk',
  'is turned away unprocessed',
  'gives up waiting for DingTalk',
  'loses the answer',
  'renews its lease',
  'stores the new tokens',
  'stores the new tokens, and does not learn that it did',
  'drops the new tokens',
  'stores the refusal',
  'stores the refusal, and does not learn that it did',
  'finds its refusal stale',
  'gives the lease back',
  'has no lease to give back',
  'hands out from memory',
  'is killed',
  'the lease runs out',
  'the back-off is over',
  'the access token runs out',
  'DingTalk processes a late request',
  'the person withdraws',
  'the person consents again',
  'the operator suspends',
  'the operator resumes',
  'the revocation ends the grant',
  'the revocation raises the epochs',
  'the revocation answers',
] as const;
