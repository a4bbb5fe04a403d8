import {
  type ClientCertificate,
  type Handle,
  type Handles,
  handleKeyOf,
  type PolicyBook,
  type PossessionProofs,
} from '@app/callers';
import {
  DingTalkFailure,
  type GatewayAnswer,
  type GatewayCalls,
  type GatewayRefusal,
  namesAnotherPerson,
  type OperationRoute,
  routeOf,
} from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { Secret } from '@app/secret';
import type { GrantStore } from '@app/vault';
import type { ConsentLinks } from '../procedures/consent-links.js';
import type { Decided, HandOut } from '../procedures/hand-out.js';
import type { HandOutAsked } from '../procedures/hand-out-asked.js';
import { deadHandle } from '../procedures/hand-out-refusal.js';
import type { RefusedTokens } from '../procedures/refused-tokens.js';
import type { CallBody } from './call-body.js';
import { passOn } from './pass-on.js';

/** The token has to live until the call is answered. */
const MINIMUM_SECONDS = 10;
/** Longer than DingTalk takes to refresh a token, shorter than an HTTP client waits by default. */
const MAX_WAIT_SECONDS = 25;
const RETRY_SECONDS = 2;

/** A call to DingTalk as a caller makes it, with a handle in the place of the token. */
export interface CallAsked {
  readonly handle: Secret | undefined;
  /** Of the connection. */
  readonly certificate: ClientCertificate | undefined;
  /** With which the client shows that it has the key of its handle, and the path it called, RFC 9449. */
  readonly possession: { readonly proof: string; readonly path: string } | undefined;
  readonly method: string;
  /** As it came, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: CallBody | undefined;
  readonly requestId: string;
  /** Ends the call on both sides. */
  readonly signal: AbortSignal;
  /** As soon as it is known who calls. */
  readonly onCaller: (callerId: string) => void;
}

/** What stays the same, however often the call is made. */
interface Call {
  readonly asked: CallAsked;
  readonly handle: Handle;
  readonly hash: Buffer;
  readonly route: OperationRoute;
  readonly clientId: string;
}

/** Makes a call to DingTalk for whoever holds a handle, within the handle's scopes, for the handle's person, and in no other way. */
export class ForwardCall {
  constructor(
    private readonly handles: Handles,
    private readonly possessionProofs: PossessionProofs,
    private readonly policies: PolicyBook,
    private readonly handOut: HandOut,
    private readonly grants: GrantStore,
    private readonly gatewayCalls: GatewayCalls,
    private readonly refusedTokens: RefusedTokens,
    private readonly consentLinks: ConsentLinks,
  ) {}

  /** DingTalk's answer, whatever it is, unless it is about the token. Throws `BrokerError`. */
  async execute(asked: CallAsked): Promise<GatewayAnswer> {
    // 1. Whose handle is it?
    const { handle, hash } = await this.identified(asked);
    asked.onCaller(handle.callerId);
    // 2. Which operation is it?
    const route = routeOf(asked.method, asked.path);
    if (!route) throw unknownOperation();
    const page = await this.policies.open(handle.callerId);
    const clientId = page?.applications.get(handle.application)?.clientId;
    if (clientId === undefined) throw deadHandle();
    const call = { asked, handle, hash, route, clientId };
    // 3. May it be made? Decided and recorded like every hand-out.
    const decided = await this.decided(call);
    // 4. Make it.
    const answer = await this.made(call, decided);
    const { refusal } = answer;
    if (!refusal) return passOn(route, handle.scopes, answer);
    // 5. What DingTalk says of the token is heeded. Everything else is between DingTalk and the caller.
    if (refusal.throttled) throw rateLimited(refusal);
    if (refusal.token === undefined || refusal.code === undefined) return answer;
    answer.body.destroy();
    const refused = { handoutId: decided.handoutId, code: refusal.code };
    return refusal.token === 'scopes' ? this.askForConsent(call, refusal, refused) : this.madeAgain(call, refused);
  }

  private async identified(asked: CallAsked): Promise<{ handle: Handle; hash: Buffer }> {
    const { handle, certificate } = asked;
    const key = handle && handleKeyOf(handle);
    const found = key && (await this.handles.find(key));
    if (!key || !found) throw deadHandle();
    const { certificateHash: bound } = found;
    if (bound && !certificate?.hash.equals(bound)) throw deadHandle();
    if (found.keyHash) await this.checkPossession(asked, found.callerId, found.keyHash);
    return { handle: found, hash: key.hash };
  }

  private async checkPossession(
    { handle, possession, method }: CallAsked,
    callerId: string,
    keyHash: Buffer,
  ): Promise<void> {
    if (!possession) throw unproven('it is missing');
    const { proof, path } = possession;
    const proven = await this.possessionProofs.check(proof, { callerId, method, path, handle });
    if ('fault' in proven) throw unproven(proven.fault);
    if (!proven.keyHash.equals(keyHash)) throw unproven('it is made with another key');
  }

  private async decided(call: Call, refused?: HandOutAsked['refused']): Promise<Decided> {
    const { hash, route } = call;
    const delivering = { as: 'gateway', handleHash: hash, operation: route.name, denied: denialOf(call) } as const;
    try {
      return await this.handOut.execute(askedFor(call, refused), delivering);
    } catch (cause) {
      throw cause instanceof BrokerError && cause.members.rule === 'scopes' ? beyondHandle(cause, route) : cause;
    }
  }

  private async made({ asked, route, clientId }: Call, decided: Decided): Promise<GatewayAnswer> {
    const { grantId, tokenVersion, accessTokenSealed } = decided;
    if (!accessTokenSealed) throw new Error('The hand-out statement answered a call without a token');
    const accessToken = await this.grants.openAccessToken(grantId, tokenVersion, accessTokenSealed);
    const { query, headers, body, signal } = asked;
    try {
      return await this.gatewayCalls.forward({
        clientId,
        route,
        query,
        headers,
        body: body?.read(),
        accessToken,
        signal,
      });
    } catch (cause) {
      if (body?.stalled) throw BrokerError.invalidRequest([{ pointer: '', reason: 'the body stopped coming' }]);
      throw cause instanceof DingTalkFailure ? unanswered(cause) : cause;
    }
  }

  /** The token was not honoured: it is refreshed once, and the call made once more, under a record of its own. */
  private async madeAgain(call: Call, refused: HandOutAsked['refused']): Promise<GatewayAnswer> {
    const decided = await this.decided(call, refused);
    if (call.asked.body?.canBeReadAgain === false) {
      throw BrokerError.temporarilyUnavailable(RETRY_SECONDS, 'the token was refreshed, but the body is gone');
    }
    const answer = await this.made(call, decided);
    if (answer.refusal?.throttled) throw rateLimited(answer.refusal);
    if (answer.refusal?.token === undefined) return passOn(call.route, call.handle.scopes, answer);
    answer.body.destroy();
    throw BrokerError.temporarilyUnavailable(RETRY_SECONDS, `DingTalk refused a fresh token: ${answer.refusal.code}`);
  }

  /** What the person granted is read again, so that the next hand-out knows it too. */
  private async askForConsent(
    call: Call,
    { requiredScopes }: GatewayRefusal,
    refused: HandOutAsked['refused'],
  ): Promise<never> {
    const { application, corpId, callerId, unionId, userId } = call.handle;
    await this.refusedTokens.heed(askedFor(call, refused), MAX_WAIT_SECONDS * 1_000);
    const scopes = requiredScopes.length > 0 ? requiredScopes : [call.route.operation.scope];
    const person = userId === null ? { unionId, userId: null } : { userId, unionId: null };
    const consentUrl = await this.consentLinks.forOutcome({ callerId, application, corpId, ...person, scopes });
    throw new BrokerError('consent_required', {
      detail:
        'DingTalk says that the person has not granted this. Send them to consentUrl, then ask for another handle.',
      members: { consentUrl, missingScopes: scopes, reason: 'scopes_missing' },
    });
  }
}

/** What a handle does not allow, whatever its caller may do. */
function denialOf({ asked, handle, route }: Call): 'scopes' | 'person' | undefined {
  if (!handle.scopes.includes(route.operation.scope)) return 'scopes';
  return namesAnotherPerson(route, asked.query, handle) ? 'person' : undefined;
}

function beyondHandle({ code, members }: BrokerError, { operation }: OperationRoute): BrokerError {
  return new BrokerError(code, {
    detail: `This operation needs ${operation.scope}. Ask for a handle that carries it.`,
    members: { ...members, requiredScopes: [operation.scope] },
  });
}

/** The same that would be asked for a handle of this one scope. */
function askedFor({ asked, handle, route }: Call, refused: HandOutAsked['refused']): HandOutAsked {
  return {
    callerId: handle.callerId,
    application: handle.application,
    corpId: handle.corpId,
    userId: handle.userId ?? undefined,
    unionId: handle.unionId,
    scopes: [route.operation.scope],
    minimumSeconds: MINIMUM_SECONDS,
    maxWaitSeconds: MAX_WAIT_SECONDS,
    purpose: handle.purpose ?? undefined,
    refused,
    requestId: asked.requestId,
  };
}

function unproven(why: string): BrokerError {
  return new BrokerError('unauthenticated', {
    detail: `This handle is bound to a key. Send it as Authorization: DPoP <handle>, with a DPoP proof; ${why}.`,
    members: { error: 'invalid_dpop_proof' },
  });
}

function unknownOperation(): BrokerError {
  return new BrokerError('unknown_operation', {
    detail: 'No operation of DingTalk that takes a person’s token is known by this method and path.',
  });
}

function rateLimited({ retryAfterSeconds = 1 }: { readonly retryAfterSeconds?: number | undefined }): BrokerError {
  return new BrokerError('rate_limited', {
    detail: `DingTalk takes no more of these calls for now. Try again in ${retryAfterSeconds} s.`,
    members: { retryAfterSeconds },
  });
}

function unanswered(failure: DingTalkFailure): BrokerError {
  if (failure.fate === 'not_processed' && failure.retryAfterSeconds !== undefined) return rateLimited(failure);
  const inDoubt = failure.fate === 'in_doubt';
  return new BrokerError('temporarily_unavailable', {
    detail: inDoubt
      ? 'DingTalk did not answer. It may have carried the call out: look before you repeat what must not happen twice.'
      : `DingTalk cannot be reached. Try again in ${RETRY_SECONDS} s.`,
    members: { retryAfterSeconds: RETRY_SECONDS, inDoubt },
    internal: failure.message,
    cause: failure,
  });
}
