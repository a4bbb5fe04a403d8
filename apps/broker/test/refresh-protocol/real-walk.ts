import { v7 as uuidv7 } from 'uuid';
import type { GrantRow } from './grant-row.js';
import type { Doing, World } from './model.js';
import { accessTokenNamed, RealRefresher, refreshTokenNamed } from './real-refresher.js';
import type { RealSystem } from './real-system.js';
import type { Side, Step } from './step.js';

/** One grant with two replicas, led step by step along the model's way. Every difference is an error that says what was expected. */
export class RealWalk {
  private readonly refreshers: [RealRefresher | undefined, RealRefresher | undefined] = [undefined, undefined];
  /** Of a statement that was shut out: it has asked again by itself. */
  private readonly askedAgain: [string | undefined, string | undefined] = [undefined, undefined];
  private readonly leaving: [Leaving | undefined, Leaving | undefined] = [undefined, undefined];
  /** Hand-outs that reached their caller. */
  private readonly handedOut: string[] = [];

  private constructor(
    private readonly system: RealSystem,
    private readonly person: string,
    private readonly grantId: string,
  ) {}

  /** A grant whose access token has run out. */
  static async begin(system: RealSystem): Promise<RealWalk> {
    const person = uuidv7();
    const grantId = await system.consent(person, { chain: 0, position: 0 });
    await system.pass('the access token runs out', grantId);
    return new RealWalk(system, person, grantId);
  }

  async row(): Promise<GrantRow> {
    return this.system.rowOf(this.grantId);
  }

  async do(step: Step, from: World): Promise<void> {
    if (step.side === undefined) await this.outside(step, from);
    else await this.byReplica(step.side, step, from.replicas[step.side], from);
  }

  /** Leaves nothing waiting behind. */
  async end(): Promise<void> {
    for (const side of [0, 1] as const) await this.kill(side);
  }

  private async outside({ what, next }: Step, from: World): Promise<void> {
    const { system, grantId } = this;
    switch (what) {
      case 'the lease runs out':
      case 'the back-off is over':
      case 'the access token runs out':
        return system.pass(what, grantId);
      case 'the person consents again':
        expect(
          'the same grant',
          await system.consent(this.person, { chain: from.dingtalk.length, position: 0 }),
          grantId,
        );
        return;
      case 'the operator suspends':
        return system.suspend(grantId);
      case 'the operator resumes':
        return system.resume(grantId);
      case 'the revocation ends the grant':
        return system.endGrant(grantId);
      case 'the revocation raises the epochs':
        for (const side of [0, 1] as const) {
          // The statement that waits for its lane asks again at once, and finds the grant ended.
          if (this.leaving[side])
            this.askedAgain[side] = (await this.system.lanes[side].finish({ shutOut: true })).outcome;
        }
        return system.raiseEpochs();
      case 'the revocation answers': {
        const listed = await system.handoutsOf(grantId);
        for (const id of this.handedOut) expect('in the receipt', listed.includes(id), true);
        return;
      }
      default:
        // DingTalk's own affairs.
        expect('no change of the row', next.row === from.row, true);
    }
  }

  private async byReplica(side: Side, { what, next }: Step, doing: Doing, from: World): Promise<void> {
    const version = from.row.version;
    switch (what) {
      case 'is told to ask the person':
        return this.asks(side, doing, 'consent_required');
      case 'is told that the grant is suspended':
        return this.asks(side, doing, 'forbidden_by_policy');
      case 'is told to try later':
        return this.asks(side, doing, 'temporarily_unavailable');
      case 'finds its token stale':
        await this.asks(side, doing, 'token_stale');
        return this.refresh(side, version);
      case 'comes as upkeep, before anybody asks':
        return this.refresh(side, version);
      case 'finds a live token, and has not committed yet': {
        const ask = this.system.askFor(this.person, false);
        await this.system.lanes[side].begin(ask);
        const token = from.row.refreshToken && accessTokenNamed(from.row.refreshToken);
        this.leaving[side] = { recordId: ask.recordId, version, token };
        return;
      }
      case 'commits, and the token leaves':
        return this.commits(side);
      case 'is shut out by the new epoch':
        this.leaving[side] = undefined;
        return;
      case 'is killed':
        return this.kill(side);
      case 'renews its lease':
        return expect(what, await this.refresher(side).renew(), true);
      case 'is answered with new tokens':
      case 'is refused by DingTalk':
        return expect('before', await this.refresher(side).standing(), 'call');
      default:
        return this.refreshes(side, what, doing, next);
    }
  }

  /** A step of `RefreshGrant`: from where it stands, to where the model says it goes. */
  private async refreshes(side: Side, what: Step['what'], doing: Doing, next: World): Promise<void> {
    const refresher = this.refresher(side);
    if (doing.at === 'calling') {
      refresher.answer(what === 'is turned away unprocessed' ? 'turned_away' : 'in_doubt');
    } else if (doing.at === 'answered') {
      refresher.answer(what === 'loses the answer' ? 'in_doubt' : doing.answer);
      if (what !== 'loses the answer') {
        expect('before', await refresher.standing(), 'store');
        if (next.replicas[side].at === 'answered') refresher.loseNextCommit();
        refresher.next();
      }
    } else {
      expect('before', await refresher.standing(), standsAt[doing.at]);
      if (doing.at === 'holding' && doing.attempt.outlived) refresher.stall();
      refresher.next();
    }
    const after = next.replicas[side];
    const kept = what.startsWith('sees nothing') || what.startsWith('sees the back-off');
    const replaced = !(kept || (doing.at === 'giving_back' && !doing.replaced));
    const expected = after.at === 'asking' ? (replaced ? 'replaced' : 'kept') : standsAt[after.at];
    expect('after', await refresher.standing(), expected);
    if (after.at === 'asking') this.refreshers[side] = undefined;
    if (after.at === 'calling') expect('sends', refresher.sent, refreshTokenNamed(after.attempt.token));
  }

  private async asks(side: Side, doing: Doing, outcome: string): Promise<void> {
    const again = this.askedAgain[side];
    this.askedAgain[side] = undefined;
    const passedOver = doing.at === 'asking' && doing.passedOver;
    const answer = again ?? (await this.system.lanes[side].ask(this.system.askFor(this.person, passedOver))).outcome;
    expect('the statement answers', answer, outcome);
  }

  private async commits(side: Side): Promise<void> {
    const leaving = this.leaving[side];
    if (!leaving) throw new Error('nothing is leaving');
    this.leaving[side] = undefined;
    const { outcome, tokenVersion, accessTokenSealed } = await this.system.lanes[side].finish({ shutOut: false });
    expect('the statement answers', [outcome, tokenVersion], ['token', leaving.version]);
    const token =
      accessTokenSealed && (await this.system.openAccessToken(this.grantId, leaving.version, accessTokenSealed));
    expect('the token', token, leaving.token);
    this.handedOut.push(leaving.recordId);
  }

  private async refresh(side: Side, staleVersion: number): Promise<void> {
    const grant = { corpId: this.system.corpId, grantId: this.grantId };
    const refresher = new RealRefresher(this.system.parts, grant, staleVersion);
    this.refreshers[side] = refresher;
    expect('after', await refresher.standing(), 'look');
  }

  private refresher(side: Side): RealRefresher {
    const refresher = this.refreshers[side];
    if (!refresher) throw new Error('nothing is being refreshed');
    return refresher;
  }

  /** A statement that was under way commits all the same: its record exists, and its token reaches nobody. */
  private async kill(side: Side): Promise<void> {
    await this.refreshers[side]?.kill();
    this.refreshers[side] = undefined;
    if (this.leaving[side] && this.askedAgain[side] === undefined)
      await this.system.lanes[side].finish({ shutOut: false });
    this.leaving[side] = undefined;
    this.askedAgain[side] = undefined;
  }
}

interface Leaving {
  readonly recordId: string;
  readonly version: number;
  readonly token: string | null;
}

/** Before which call or statement the broker's code stands when the model is there. */
const standsAt = {
  looking: 'look',
  ready: 'take',
  holding: 'taken',
  calling: 'call',
  answered: 'store',
  giving_back: 'release',
  asking: 'replaced',
  leaving: 'replaced',
} as const;

function expect<Value>(what: string, is: Value, expected: NoInfer<Value>): void {
  const [seen, wanted] = [JSON.stringify(is), JSON.stringify(expected)];
  if (seen !== wanted) throw new Error(`${what}: ${seen} instead of ${wanted}`);
}
