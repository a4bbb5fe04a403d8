import type { World } from '../../apps/broker/test/harness/world.js';
import type { FaultProxy } from './fault-proxy.js';
import { Gate, type GatePlace } from './gate.js';
import type { CommitsUnanswered } from './postgres-messages.js';

/** A broker that is about to be killed, and what is around it. */
export interface Victim {
  /** Its way to DingTalk. */
  readonly dingtalk: FaultProxy;
  /** What becomes of the answers to its COMMITs. */
  readonly commits: CommitsUnanswered;
  /** Sessions of it in PostgreSQL that wait for a lock. */
  sessionsWaiting(): Promise<number>;
  /** Ends its sessions: what they have not committed never was. */
  rollBack(): Promise<void>;
}

type Scene = Victim & { readonly world: World };

/** A broker held at a point. */
interface Hold {
  /** How many of them, in grants or sessions, are at the point now. */
  reached(): Promise<number>;
  /** After the kill: makes certain what became of what the broker had under way, and lets others pass. */
  settle(): Promise<void>;
}

export interface KillPoint {
  readonly name: string;
  /** How many have to be there before the kill. */
  readonly enough: number;
  /** What DingTalk and the database have of the refresh when the broker is dead. */
  readonly left: 'nothing' | 'token_consumed' | 'tokens_stored';
  hold(scene: Scene): Promise<Hold>;
}

const REFRESH = 'userAccessToken.refresh';
/** Refreshes under way when a broker is killed. */
export const GRANTS_IN_FLIGHT = 20;
/** A session, where the database holds the broker: grants that arrive together share one. Whether all are there, `left` says. */
const A_SESSION = 1;
/** A lease is extended by a session of its own; the last few may still be waiting for one. */
const MOST_RENEWING = 15;

async function heldAtGate(
  { world, rollBack }: Scene,
  place: GatePlace,
  fate: 'rolled_back' | 'committed',
): Promise<Hold> {
  const gate = await Gate.closed(world.database, place);
  return {
    reached: () => gate.waiting(),
    async settle() {
      if (fate === 'rolled_back') await rollBack();
      await gate.open();
    },
  };
}

/** DingTalk has processed the call, and its answer is on the way for as long as it takes. */
async function answersHeld({ world: { emulator } }: Scene): Promise<Hold> {
  await emulator.control('PUT', '/faults/hold_answer', { operation: REFRESH });
  return {
    reached: async () => (await emulator.control<{ held: number }>('GET', '/counters')).held,
    settle: () => emulator.control('DELETE', '/faults'),
  };
}

/** The broker has sent its call, which DingTalk never sees. */
async function requestsHeld({ dingtalk }: Scene): Promise<Hold> {
  dingtalk.set('hold_requests');
  return {
    reached: async () => dingtalk.holding,
    settle: async () => dingtalk.cut(),
  };
}

/** Each in the order in which a refresh passes them. */
export const killPoints = {
  beforeIntent: {
    name: 'before the intent',
    enough: A_SESSION,
    left: 'nothing',
    hold: (scene) => heldAtGate(scene, 'intent', 'rolled_back'),
  },
  afterIntent: {
    name: 'after the intent, before DingTalk',
    enough: GRANTS_IN_FLIGHT,
    left: 'nothing',
    hold: requestsHeld,
  },
  leaseExtension: {
    name: 'during lease extension',
    enough: MOST_RENEWING,
    left: 'token_consumed',
    async hold(scene) {
      const answers = await answersHeld(scene);
      const gate = await heldAtGate(scene, 'extension', 'committed');
      return { reached: gate.reached, settle: () => gate.settle().then(answers.settle) };
    },
  },
  consumed: {
    name: 'after DingTalk consumed the token',
    enough: GRANTS_IN_FLIGHT,
    left: 'token_consumed',
    hold: answersHeld,
  },
  answered: {
    name: 'after its answer, before storing',
    enough: A_SESSION,
    left: 'token_consumed',
    hold: (scene) => heldAtGate(scene, 'storing', 'rolled_back'),
  },
  commitLost: {
    name: 'inside the commit, which is lost',
    // The audit lane lets one commit of a broker through at a time; what else there is stands behind it, its work done and not committed.
    enough: A_SESSION,
    left: 'token_consumed',
    async hold(scene) {
      const gate = await heldAtGate(scene, 'commit', 'rolled_back');
      return { reached: async () => ((await gate.reached()) > 0 ? scene.sessionsWaiting() : 0), settle: gate.settle };
    },
  },
  commitKept: {
    name: 'inside the commit, which is kept',
    enough: A_SESSION,
    left: 'tokens_stored',
    async hold({ world, commits }) {
      await commits.arm(world.database);
      return { reached: async () => commits.count, settle: async () => undefined };
    },
  },
  beforeReply: {
    name: 'after the commit, before the reply',
    // Hand-outs wait in two lanes, one statement each; all the grants have their tokens by then.
    enough: 1,
    left: 'tokens_stored',
    hold: (scene) => heldAtGate(scene, 'reply', 'rolled_back'),
  },
} as const satisfies Record<string, KillPoint>;
