import { abandon, isSpent, isWithdrawn, refresh } from './dingtalk.js';
import {
  type GrantRow,
  handOut,
  look,
  releaseLease,
  renewLease,
  sameToken,
  storeRefreshed,
  storeRefusal,
  takeLease,
} from './grant-row.js';
import { asking, type Doing, type Held, heldBy, type Kept, type Protocol, type World } from './model.js';
import type { Side, Step, What } from './step.js';

/** What one replica may do next for its caller, the way refresh-grant.ts and hand-out-token.ts go about it. */
export function stepsOf(side: Side, world: World, protocol: Protocol): Step[] {
  const { row, dingtalk } = world;
  const { rules, repeats } = protocol;
  const doing = world.replicas[side];
  const steps: Step[] = [];
  const step = (what: What, then: Doing, change: Partial<World> = {}, breach?: string) => {
    steps.push({ what, side, breach, next: { ...world, ...change, replicas: withDoing(world, side, then) } });
  };
  /** Back to the statement with the old tokens: once more while the caller has patience, or for the last time. */
  const keep = (what: What, kept: Kept, change: Partial<World> = {}) => {
    step(what, asking, change);
    step(what, { at: 'asking', passedOver: true, kept }, change);
  };

  switch (doing.at) {
    case 'asking': {
      const outcome = handOut(row, doing.passedOver);
      if (outcome === 'token') {
        const { epoch } = world;
        step('finds a live token, and has not committed yet', { at: 'leaving', version: row.version, epoch });
      } else if (outcome === 'token_stale') {
        step('finds its token stale', { at: 'looking', staleVersion: row.version });
      } else if (outcome === 'temporarily_unavailable') {
        const breach =
          doing.kept === 'somebody_else' ? 'a caller got an error because somebody else was refreshing' : undefined;
        step('is told to try later', asking, {}, breach);
      } else {
        step(
          outcome === 'consent_required' ? 'is told to ask the person' : 'is told that the grant is suspended',
          asking,
        );
      }
      if (!doing.passedOver && row.accessToken === 'expired') {
        step('comes as upkeep, before anybody asks', { at: 'looking', staleVersion: row.version });
      }
      break;
    }
    case 'leaving':
      if (doing.epoch === world.epoch) step('commits, and the token leaves', asking, {}, leavingLate(world));
      else step('is shut out by the new epoch', asking);
      break;
    case 'looking': {
      const standing = look(row, doing.staleVersion);
      if (standing === 'fresh') step('sees fresh tokens', asking);
      if (standing === 'unrefreshable') keep('sees nothing to refresh', 'nothing_to_refresh');
      if (standing === 'backing_off') keep('sees the back-off', 'back_off');
      if (standing === 'leased' && !rules.waitersWait) keep('sees the lease, and does not wait', 'somebody_else');
      if (standing === 'ready' && row.refreshToken) {
        step('sees a grant to refresh', { at: 'ready', version: row.version, token: row.refreshToken });
      }
      break;
    }
    case 'ready': {
      const taken = takeLease(row, doing.version, rules);
      if (!taken) {
        step('does not get the lease', { at: 'looking', staleVersion: doing.version });
        break;
      }
      const { version, token } = doing;
      const overtook = heldBy(world.replicas[side === 0 ? 1 : 0])?.version === version;
      step(
        'takes the lease',
        { at: 'holding', attempt: { version, token, fence: taken.fence, outlived: false, overtook } },
        { row: taken, truth: { ...world.truth, doubted: world.truth.doubted || overtook } },
      );
      break;
    }
    case 'holding': {
      const { attempt } = doing;
      const answered = attempt.token.position < (world.truth.settled[attempt.token.chain] ?? 0);
      const breach =
        answered && !attempt.overtook ? 'a refresh token whose answer is on record was sent again' : undefined;
      const renewed = attempt.outlived && rules.holderChecksLease ? renewLease(row, attempt) : row;
      if (renewed === row) step('sends the refresh token', { at: 'calling', attempt }, {}, breach);
      else if (renewed) {
        const now = { ...attempt, outlived: false };
        step('renews the lease that ran out, and sends', { at: 'calling', attempt: now }, { row: renewed }, breach);
      } else step('has lost the lease, and does not send', { at: 'looking', staleVersion: attempt.version });
      break;
    }
    case 'calling': {
      const { attempt } = doing;
      const [after, answer] = refresh(dingtalk, attempt.token, repeats);
      step(
        answer === 'refused' ? 'is refused by DingTalk' : 'is answered with new tokens',
        { at: 'answered', attempt, answer, arrived: false },
        { dingtalk: after },
      );
      step('is turned away unprocessed', { at: 'giving_back', attempt, inDoubt: false, replaced: false });
      step(
        'gives up waiting for DingTalk',
        { at: 'giving_back', attempt, inDoubt: true, replaced: false },
        doubting(world, attempt, { dingtalk: abandon(dingtalk, attempt.token) }),
      );
      break;
    }
    case 'answered': {
      const { attempt, answer } = doing;
      if (!doing.arrived) {
        step(
          'loses the answer',
          { at: 'giving_back', attempt, inDoubt: true, replaced: false },
          doubting(world, attempt, {}, answer !== 'refused'),
        );
      }
      const arrived = { ...doing, arrived: true };
      if (answer === 'refused') {
        const ended = storeRefusal(row, attempt, rules);
        if (ended) {
          const breach = unjust(world, side, attempt, ended.reason === 'indeterminate');
          const change = settling(world, attempt, ended);
          step('stores the refusal', asking, change, breach);
          step('stores the refusal, and does not learn that it did', arrived, change, breach);
        } else {
          step('finds its refusal stale', { at: 'giving_back', attempt, inDoubt: false, replaced: true });
        }
      } else {
        const stored = storeRefreshed(row, attempt, answer, rules);
        const change = stored ? settling(world, attempt, stored) : {};
        if (!rules.refresherAsksAgain) step('hands out from memory', asking, change, leavingLate(world));
        else if (!stored) step('drops the new tokens', asking);
        else {
          step('stores the new tokens', asking, change);
          step('stores the new tokens, and does not learn that it did', arrived, change);
        }
      }
      break;
    }
    case 'giving_back': {
      const { attempt, inDoubt, replaced } = doing;
      const released = releaseLease(row, attempt, inDoubt, rules);
      const what = released ? 'gives the lease back' : 'has no lease to give back';
      const change = released ? { row: released } : {};
      if (replaced) step(what, asking, change);
      else keep(what, 'own_attempt', change);
    }
  }

  if ('attempt' in doing && doing.at !== 'holding' && row.lease === 'run_out') {
    const renewed = renewLease(row, doing.attempt);
    const attempt = { ...doing.attempt, outlived: false };
    if (renewed) step('renews its lease', { ...doing, attempt }, { row: renewed });
  }
  const held = heldBy(doing);
  if (doing !== asking) step('is killed', asking, held ? killing(world, doing, held) : {});
  return steps;
}

function withDoing({ replicas }: World, side: Side, doing: Doing): readonly [Doing, Doing] {
  return side === 0 ? [doing, replicas[1]] : [replicas[0], doing];
}

/** The answer is on record: the token it was for must not be sent again. A success also ends what was in doubt. */
function settling({ truth }: World, { token }: Held, row: GrantRow): Partial<World> {
  const settled = truth.settled.map((before, chain) =>
    chain === token.chain ? Math.max(before, token.position + 1) : before,
  );
  const open = row.reason !== null;
  return {
    row,
    truth: { ...truth, settled, doubted: truth.doubted && open, answerLost: truth.answerLost && open },
  };
}

/** An attempt with the row's token ended, and nobody knows what DingTalk made of it. */
function doubting(world: World, attempt: Held, change: Partial<World>, answerLost = false): Partial<World> {
  const { row, truth } = world;
  if (attempt.version !== row.version || row.state === 'revoked') return change;
  return { ...change, truth: { ...truth, doubted: true, answerLost: truth.answerLost || answerLost } };
}

function killing(world: World, doing: Doing, attempt: Held): Partial<World> {
  const change = doing.at === 'calling' ? { dingtalk: abandon(world.dingtalk, attempt.token) } : {};
  return doubting(world, attempt, change, doing.at === 'answered' && doing.answer !== 'refused');
}

function leavingLate({ revocation }: World): string | undefined {
  return revocation === 'shut' || revocation === 'answered'
    ? 'a token left after the revocation had read its receipt'
    : undefined;
}

/** Whether a refusal ends a grant that should have lived, ends it too soon, or ends it with the wrong reason. */
function unjust(world: World, side: Side, { token }: Held, indeterminate: boolean): string | undefined {
  const { row, dingtalk, truth } = world;
  if (!sameToken(row.refreshToken, token)) return 'a stale refusal ended a grant that holds newer tokens';
  if (!isSpent(dingtalk, token) && !isWithdrawn(dingtalk, token)) return 'a grant ended whose token DingTalk honours';
  if (indeterminate !== truth.doubted) return 'the reason does not say whether the token had been in doubt';
  const other = world.replicas[side === 0 ? 1 : 0];
  const brings = other.at === 'answered' && other.answer !== 'refused' && other.attempt.fence === row.fence;
  return brings ? 'a grant ended while the holder of the lease had the new tokens' : undefined;
}
