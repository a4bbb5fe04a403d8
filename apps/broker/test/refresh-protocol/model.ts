import { type DingTalk, freshChain, type RepeatBehaviour } from './dingtalk.js';
import type { Attempt, GrantRow, Token } from './grant-row.js';
import type { Rules } from './rules.js';

/** Why a caller goes back to the statement without newer tokens; null: they were replaced, or it asks for the first time. */
export type Kept = 'own_attempt' | 'back_off' | 'nothing_to_refresh' | 'somebody_else';

/** Where one replica stands with its caller. Between two of these lies one statement, or one event of the network. */
export type Doing =
  | { readonly at: 'asking'; readonly passedOver: boolean; readonly kept: Kept | null }
  /** The statement has read a live token and has not committed yet. */
  | { readonly at: 'leaving'; readonly version: number; readonly epoch: number }
  | { readonly at: 'looking'; readonly staleVersion: number }
  | { readonly at: 'ready'; readonly version: number; readonly token: Token }
  | { readonly at: 'holding'; readonly attempt: Held }
  | { readonly at: 'calling'; readonly attempt: Held }
  /** DingTalk has answered; `arrived` once that is certain, before it the answer may still be on its way. */
  | { readonly at: 'answered'; readonly attempt: Held; readonly answer: Token | 'refused'; readonly arrived: boolean }
  /** Without an answer that could be stored, about to give the lease back. */
  | { readonly at: 'giving_back'; readonly attempt: Held; readonly inDoubt: boolean; readonly replaced: boolean };

export interface Held extends Attempt {
  /** Its lease ran out while this process had it: the holder stalled. */
  readonly outlived: boolean;
  /** It was taken while somebody still had an attempt with the same token: that one had stalled. */
  readonly overtook: boolean;
}

/** What the broker cannot see and the invariants speak about. */
interface Truth {
  /** For each chain, how many of its tokens have had their answer recorded. */
  readonly settled: readonly number[];
  /** An attempt with the row's token ended without an answer, or went on without its lease. */
  readonly doubted: boolean;
  /** The tokens that replace the row's were answered, and the answer was lost for good. */
  readonly answerLost: boolean;
  /** An operator suspended the grant and has not resumed it. */
  readonly quarantined: boolean;
}

export interface World {
  readonly row: GrantRow;
  readonly dingtalk: DingTalk;
  readonly replicas: readonly [Doing, Doing];
  readonly revocation: 'none' | 'ended' | 'shut' | 'answered';
  readonly epoch: number;
  /** How often each of these may still happen, which is all that keeps the number of states finite. */
  readonly left: Allowance;
  readonly truth: Truth;
}

/** Kills, lost and late answers, leases that run out and back-off have no number: they may happen always. */
export interface Allowance {
  /** Access tokens running out, after the first, which has run out already. */
  readonly expiries: number;
  readonly consents: number;
  readonly withdrawals: number;
  readonly suspensions: number;
  readonly revocations: number;
}

export interface Protocol {
  readonly rules: Rules;
  readonly repeats: RepeatBehaviour;
}

export const asking: Doing = { at: 'asking', passedOver: false, kept: null };

/** A grant whose access token has run out, and a caller on each replica. */
export function beginning(left: Allowance): World {
  return {
    row: {
      state: 'active',
      reason: null,
      version: 1,
      refreshToken: { chain: 0, position: 0 },
      accessToken: 'expired',
      fence: 0,
      lease: 'none',
      attempt: null,
      inDoubt: false,
      backingOff: false,
    },
    dingtalk: [freshChain],
    replicas: [asking, asking],
    revocation: 'none',
    epoch: 0,
    left,
    truth: { settled: [0], doubted: false, answerLost: false, quarantined: false },
  };
}

export const heldBy = (doing: Doing): Held | undefined => ('attempt' in doing ? doing.attempt : undefined);

/** Sent, and neither its answer nor its failure is dealt with yet. */
export const callOf = (doing: Doing): Held | undefined =>
  doing.at === 'calling' || doing.at === 'answered' ? doing.attempt : undefined;

/** The same text for worlds that behave alike: of a fence only counts whether it is the row's, and the replicas have no names. */
export function keyOf({ row, dingtalk, replicas, revocation, epoch, left, truth }: World): string {
  const [first, second] = [keyOfDoing(replicas[0], row.fence), keyOfDoing(replicas[1], row.fence)];
  const chains = dingtalk.map(({ newest, withdrawn, late }) => newest * 4 + bit(withdrawn) * 2 + bit(late));
  return (
    `${row.state} ${row.reason} ${row.version} ${keyOfToken(row.refreshToken)} ${row.accessToken} ${row.lease} ` +
    `${row.attempt?.version}/${keyOfToken(row.attempt?.token ?? null)} ` +
    `${bit(row.inDoubt)}${bit(row.backingOff)} ${chains} ${first < second ? first : second} ${first < second ? second : first} ` +
    `${revocation} ${epoch} ${left.expiries}${left.consents}${left.withdrawals}${left.suspensions}${left.revocations} ` +
    `${truth.settled} ${bit(truth.doubted)}${bit(truth.answerLost)}${bit(truth.quarantined)}`
  );
}

const bit = (it: boolean) => (it ? 1 : 0);
const keyOfToken = (it: Token | null) => (it === null ? -1 : it.chain * 10 + it.position);
const keyOfHeld = ({ version, fence, token, outlived, overtook }: Held, current: number) =>
  `${version}/${keyOfToken(token)}/${bit(fence === current)}${bit(outlived)}${bit(overtook)}`;

function keyOfDoing(doing: Doing, fence: number): string {
  switch (doing.at) {
    case 'asking':
      return doing.passedOver ? `asking ${doing.kept}` : 'asking';
    case 'leaving':
      return `leaving ${doing.version}/${doing.epoch}`;
    case 'looking':
      return `looking ${doing.staleVersion}`;
    case 'ready':
      return `ready ${doing.version}`;
    case 'holding':
    case 'calling':
      return `${doing.at} ${keyOfHeld(doing.attempt, fence)}`;
    case 'answered':
      return `answered ${keyOfHeld(doing.attempt, fence)} ${doing.answer === 'refused' ? '-' : keyOfToken(doing.answer)} ${bit(doing.arrived)}`;
    case 'giving_back':
      return `giving ${keyOfHeld(doing.attempt, fence)} ${bit(doing.inDoubt)}${bit(doing.replaced)}`;
  }
}
