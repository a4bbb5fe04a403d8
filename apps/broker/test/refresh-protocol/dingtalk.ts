import { nextToken, type Token } from './grant-row.js';

/** Both are real: DingTalk's pages describe the first, its own command line reports the second. */
export type RepeatBehaviour = 'idempotent' | 'single_use';

/** What DingTalk knows of one chain of refresh tokens. */
interface Chain {
  /** Position of the token that has not been used yet. */
  readonly newest: number;
  readonly withdrawn: boolean;
  /** A request with the newest token is still on its way, and nobody waits for its answer any more. */
  readonly late: boolean;
}

export type DingTalk = readonly Chain[];

export const freshChain: Chain = { newest: 0, withdrawn: false, late: false };

const chainOf = (dingtalk: DingTalk, { chain }: Pick<Token, 'chain'>): Chain => {
  const known = dingtalk[chain];
  if (!known) throw new Error(`DingTalk never issued chain ${chain}`);
  return known;
};

const withChain = (dingtalk: DingTalk, index: number, change: Partial<Chain>): DingTalk =>
  dingtalk.map((chain, n) => (n === index ? { ...chain, ...change } : chain));

export const isSpent = (dingtalk: DingTalk, token: Token): boolean => token.position < chainOf(dingtalk, token).newest;

export const isWithdrawn = (dingtalk: DingTalk, token: Pick<Token, 'chain'>): boolean =>
  chainOf(dingtalk, token).withdrawn;

/** DingTalk processes a refresh: the tokens it answers with, or a refusal. */
export function refresh(dingtalk: DingTalk, token: Token, repeats: RepeatBehaviour): [DingTalk, Token | 'refused'] {
  const next = nextToken(token);
  if (isSpent(dingtalk, token)) return [dingtalk, repeats === 'idempotent' ? next : 'refused'];
  if (isWithdrawn(dingtalk, token)) return [dingtalk, 'refused'];
  return [withChain(dingtalk, token.chain, { newest: next.position, late: false }), next];
}

/**
 * Its sender has died or given up, and the request may still arrive. One that would change nothing is forgotten: a spent token is
 * answered or refused again, and two late requests with one token do what one does.
 */
export function abandon(dingtalk: DingTalk, token: Token): DingTalk {
  if (isSpent(dingtalk, token) || isWithdrawn(dingtalk, token)) return dingtalk;
  return withChain(dingtalk, token.chain, { late: true });
}

export const withdraw = (dingtalk: DingTalk, chain: number): DingTalk =>
  withChain(dingtalk, chain, { withdrawn: true, late: false });
