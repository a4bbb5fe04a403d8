import type { AbilityStore, CallableAbility, ServiceTokens } from '@app/callers';
import {
  consentCodeFor,
  lackNamedBy,
  type PluginCall,
  pluginAnswer,
  pluginFailureCodes,
  pluginTopics,
  readPluginCall,
  type StreamCall,
  unreadableAnswer,
} from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { GrantStore } from '@app/vault';
import type { Logger } from 'pino';
import { requestIdFrom } from '../http/request-id.js';
import type { HandOutHandle } from '../procedures/hand-out-handle.js';
import type { ObserveScopes } from '../procedures/observe-scopes.js';
import type { TakesCalls } from '../streams/application-streams.js';
import { AbilityTurns, NotAwaited } from './ability-turns.js';
import { Admission } from './admission.js';
import type { GrpcAbilities } from './grpc-ability.js';
import type { HttpAbilities } from './http-ability.js';
import { type KeepPluginToken, purposeOf } from './keep-plugin-token.js';
import { type PluginEnding, PluginStop } from './plugin-stop.js';
import type { TokenOwner } from './token-owner.js';
import type { TokenOwners } from './token-owners.js';

/** For metrics: what became of a call of an ability. Keys that nobody registered are one. */
type CountPluginCall = (application: string, ability: string, outcome: string, durationMs: number) => void;

/** Of one ability: two for each of the connections to a service over HTTP. Thousands at once would take the memory of the process. */
const AT_ONCE = 256;
/** Of all abilities. Whoever came after so many others would wait longer than a person does. */
const IN_FLIGHT_MAX = 10_000;
/** The token has to outlast the call. */
const MINIMUM_SECONDS = 60;
/** A person waits for a refresh. */
const MAX_WAIT_SECONDS = 10;
/** What a service does for the person after it has answered. */
const HANDLE_SECONDS = 300;

interface AnswerParts {
  readonly abilities: AbilityStore;
  readonly owners: TokenOwners;
  readonly keep: KeepPluginToken;
  readonly handOut: HandOutHandle;
  readonly observe: ObserveScopes;
  readonly grants: GrantStore;
  readonly serviceTokens: ServiceTokens;
  readonly http: HttpAbilities;
  readonly grpc: GrpcAbilities;
  readonly count: CountPluginCall;
  readonly log: Logger;
}

/** A call under way, once it is known of which ability. */
interface Asked {
  readonly call: PluginCall;
  readonly ability: CallableAbility;
  readonly owner: TokenOwner;
  readonly requestId: string;
  /** Of the process's clock. */
  readonly arrivedAt: number;
  readonly isAwaited: () => boolean;
}

/** Answers what AI plugins ask, by way of services that never see a token of DingTalk. */
export class AnswerPluginCall implements TakesCalls {
  readonly topics = pluginTopics;
  private readonly turns = new AbilityTurns(AT_ONCE);
  private readonly admission: Admission;

  constructor(private readonly parts: AnswerParts) {
    this.admission = new Admission(IN_FLIGHT_MAX, parts.log);
  }

  async applications(): Promise<readonly string[]> {
    return this.parts.abilities.applications();
  }

  /** DingTalk shows the person a failure, or asks them for consent, or the result. No answer only where none could be sent. */
  async answer(application: string, streamCall: StreamCall): Promise<object | undefined> {
    const arrivedAt = performance.now();
    const call = readPluginCall(streamCall);
    if (!call) {
      this.parts.log.warn({ application, messageId: streamCall.messageId }, 'a call of a plugin cannot be read');
      this.parts.count(application, 'unknown', 'unreadable', performance.now() - arrivedAt);
      return unreadableAnswer(streamCall.messageId, pluginFailureCodes.unreadable);
    }
    if (!this.admission.enter()) {
      this.parts.count(application, 'unknown', 'busy', performance.now() - arrivedAt);
      return pluginAnswer(call, { failure: pluginFailureCodes.busy });
    }
    try {
      return await this.answered(application, call, { arrivedAt, isAwaited: streamCall.isAwaited });
    } finally {
      this.admission.leave();
    }
  }

  private async answered(
    application: string,
    call: PluginCall,
    { arrivedAt, isAwaited }: Pick<Asked, 'arrivedAt' | 'isAwaited'>,
  ): Promise<object | undefined> {
    const requestId = requestIdFrom(call.requestId);
    let ability: CallableAbility | undefined;
    const report = (outcome: string) =>
      this.parts.count(application, ability ? call.abilityKey : 'unknown', outcome, performance.now() - arrivedAt);
    try {
      // 1. Which service does it?
      ability = await this.parts.abilities.toCall(application, call.abilityKey);
      if (!ability) throw new PluginStop({ failure: 'unknown_ability' }, 'nobody has registered this ability');
      const result = await this.worked({ call, ability, requestId, arrivedAt, isAwaited });
      report('answered');
      return pluginAnswer(call, { result });
    } catch (cause) {
      if (cause instanceof NotAwaited) {
        report('not_awaited');
        return undefined;
      }
      const stop = cause instanceof PluginStop ? cause : stopOf(cause);
      const { abilityKey, pluginId, generation } = call;
      const about = { application, abilityKey, pluginId, generation, requestId, ending: stop.ending };
      // What a person or a service decides is no trouble of anybody's who reads logs.
      if ('failure' in stop.ending) this.parts.log.warn({ ...about, err: stop }, 'a call of a plugin failed');
      else this.parts.log.info({ ...about, why: stop.message }, 'a call of a plugin ended without a result');
      report(outcomeOf(stop.ending));
      return pluginAnswer(call, { failure: codeOf(stop.ending) });
    }
  }

  private async worked(about: Omit<Asked, 'owner'>): Promise<unknown> {
    const { application, abilityKey, timeoutSeconds } = about.ability;
    const patienceMs = timeoutSeconds * 1_000;
    const waiter = { ability: `${application} ${abilityKey}`, patienceMs, isAwaited: about.isAwaited };
    return this.turns.take(waiter, async () => {
      // 2. Who asks?
      const owner = await this.parts.owners.of(application, about.call);
      // 3. to 5. What the service gets in the token's place, and what it makes of it.
      return this.invoked({ ...about, owner });
    });
  }

  private async invoked(asked: Asked): Promise<unknown> {
    const { ability, call } = asked;
    // 3. The token is kept, unless there is better.
    if (!asked.owner.settled) await this.keepToken(asked);
    // 4. A handle for the service, decided and recorded like every hand-out.
    const { handle, expiresAt, corpId, userId, unionId } = await this.handleFor(asked);
    // 5. The service's turn.
    const services = ability.transport === 'grpc' ? this.parts.grpc : this.parts.http;
    return services.invoke({
      ability,
      requestId: call.requestId,
      pluginId: call.pluginId,
      pluginVersion: call.pluginVersion,
      data: call.data,
      person: { userId, unionId, corpId },
      handle,
      handleExpiresAt: expiresAt,
      serviceToken: await this.parts.serviceTokens.for(ability.clientId),
    });
  }

  private async handleFor(asked: Asked) {
    try {
      return await this.askForHandle(asked);
    } catch (cause) {
      if (!(cause instanceof BrokerError) || cause.code !== 'consent_required') throw cause;
      // What the person has agreed to on DingTalk's card since is not known here yet.
      if (!(await this.learnedMore(asked, cause))) throw cause;
      return this.askForHandle(asked);
    }
  }

  private async askForHandle({ ability, owner, requestId }: Asked) {
    return this.parts.handOut.issue(
      {
        callerId: ability.callerId,
        application: ability.application,
        corpId: owner.corpId,
        userId: owner.userId,
        unionId: owner.unionId,
        scopes: ability.scopes,
        minimumSeconds: MINIMUM_SECONDS,
        maxWaitSeconds: MAX_WAIT_SECONDS,
        purpose: purposeOf(ability.abilityKey),
        refused: undefined,
        requestId,
      },
      { ttlSeconds: HANDLE_SECONDS, certificateHash: null, keyHash: null },
    );
  }

  /** Whether it is worth asking again. */
  private async learnedMore(asked: Asked, refusal: BrokerError): Promise<boolean> {
    if (refusal.members.reason !== 'scopes_missing') return this.keepToken(asked);
    if (await this.keepToken(asked)) return true;
    const { corpId, application, unionId } = asked.owner;
    const [live] = await this.parts.grants.live({ corpId, application, unionId });
    if (!live) return false;
    const arrived = (await this.parts.grants.now()).getTime() - (performance.now() - asked.arrivedAt);
    const { grantId } = live;
    const { requestId } = asked;
    const unlessSince = new Date(arrived);
    return this.parts.observe.execute({ corpId, grantId, requestId, urgency: 'waited_for', unlessSince });
  }

  private async keepToken({ call, ability, owner, requestId }: Asked): Promise<boolean> {
    const { accessToken: token } = call;
    return token !== undefined && this.parts.keep.execute(owner, { ability, token, requestId });
  }
}

/** What the broker refused, as the end of the call. */
function stopOf(cause: unknown): PluginStop {
  if (!(cause instanceof BrokerError)) return new PluginStop({ failure: 'unavailable' }, 'the broker failed', cause);
  const { code, members } = cause;
  const reason = typeof members.reason === 'string' ? members.reason : undefined;
  // Of the ability's caller, whom the person can do nothing about.
  const lack = code === 'unauthenticated' ? undefined : lackNamedBy(code, reason);
  if (lack) return new PluginStop({ lack }, `${code} ${reason ?? ''}`, cause);
  if (code === 'forbidden_by_policy' || code === 'unauthenticated')
    return new PluginStop({ failure: 'not_allowed' }, `${code} ${members.rule ?? ''}`, cause);
  if (code === 'rate_limited') return new PluginStop({ failure: 'busy' }, code, cause);
  return new PluginStop({ failure: 'unavailable' }, cause.message, cause);
}

function codeOf(ending: PluginEnding): string {
  if ('lack' in ending) return consentCodeFor(ending.lack);
  return 'failure' in ending ? pluginFailureCodes[ending.failure] : ending.serviceCode;
}

function outcomeOf(ending: PluginEnding): string {
  if ('lack' in ending) return ending.lack === 'token' ? 'consent_for_token' : 'consent_for_scopes';
  return 'failure' in ending ? ending.failure : 'refused_by_service';
}
