import { freshChain, refresh, withdraw } from './dingtalk.js';
import { endGrant, resumeGrant, sameToken, storeConsent, suspendGrant } from './grant-row.js';
import type { Doing, Protocol, World } from './model.js';
import type { Step, What } from './step.js';

/** What happens outside of the replicas: time, DingTalk, the person, operators and their revocation. */
export function stepsOutside(world: World, { repeats, rules }: Protocol): Step[] {
  const { row, dingtalk, left, truth, revocation } = world;
  const steps: Step[] = [];
  const step = (what: What, change: Partial<World>) => steps.push({ what, next: { ...world, ...change } });

  if (row.lease === 'live') {
    const stalls = (doing: Doing): Doing =>
      'attempt' in doing && doing.attempt.fence === row.fence
        ? { ...doing, attempt: { ...doing.attempt, outlived: true } }
        : doing;
    step('the lease runs out', {
      row: { ...row, lease: 'run_out' },
      replicas: [stalls(world.replicas[0]), stalls(world.replicas[1])],
    });
  }
  if (row.backingOff) step('the back-off is over', { row: { ...row, backingOff: false } });
  if (row.accessToken === 'live' && left.expiries > 0) {
    step('the access token runs out', {
      row: { ...row, accessToken: 'expired' },
      left: { ...left, expiries: left.expiries - 1 },
    });
  }
  dingtalk.forEach(({ late, newest, withdrawn }, chain) => {
    if (late) {
      const token = { chain, position: newest };
      const [after] = refresh(dingtalk, token, repeats);
      const lost = sameToken(row.refreshToken, token);
      step('DingTalk processes a late request', {
        dingtalk: after,
        truth: { ...truth, answerLost: truth.answerLost || lost },
      });
    }
    if (!withdrawn && chain === dingtalk.length - 1 && left.withdrawals > 0) {
      step('the person withdraws', {
        dingtalk: withdraw(dingtalk, chain),
        left: { ...left, withdrawals: left.withdrawals - 1 },
      });
    }
  });
  const consented = left.consents > 0 && storeConsent(row, { chain: dingtalk.length, position: 0 });
  if (consented) {
    step('the person consents again', {
      row: consented,
      dingtalk: [...dingtalk, freshChain],
      left: { ...left, consents: left.consents - 1 },
      truth: { ...truth, settled: [...truth.settled, 0], doubted: false, answerLost: false },
    });
  }
  const suspended = left.suspensions > 0 && suspendGrant(row);
  if (suspended) {
    step('the operator suspends', {
      row: suspended,
      left: { ...left, suspensions: left.suspensions - 1 },
      truth: { ...truth, quarantined: true },
    });
  }
  const resumed = resumeGrant(row);
  if (resumed) step('the operator resumes', { row: resumed, truth: { ...truth, quarantined: false } });
  const ended = revocation === 'none' && left.revocations > 0 && endGrant(row);
  if (ended) {
    step('the revocation ends the grant', {
      row: ended,
      revocation: 'ended',
      left: { ...left, revocations: left.revocations - 1 },
      truth: { ...truth, doubted: false, answerLost: false },
    });
  }
  if (revocation === 'ended') {
    if (rules.revocationRaisesEpochs) {
      step('the revocation raises the epochs', { revocation: 'shut', epoch: world.epoch + 1 });
    } else step('the revocation answers', { revocation: 'answered' });
  }
  if (revocation === 'shut') step('the revocation answers', { revocation: 'answered' });
  return steps;
}
