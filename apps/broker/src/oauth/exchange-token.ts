import {
  ACCESS_TOKEN_TYPE,
  issueTokenRequest,
  type TokenExchangeResponse,
  type TokenRequestForm,
  tokenExchangeRequest,
} from '@app/contract';
import { BrokerError, type InvalidMember } from '@app/errors';
import { invalidRequestOf } from '../http/decode.pipe.js';
import type { HandOutAsked } from '../procedures/hand-out-asked.js';
import type { HandOutToken } from '../procedures/hand-out-token.js';

/** What REST calls the parameters of a token exchange. */
const PARAMETERS: Readonly<Record<string, string>> = {
  '/application': '/audience',
  '/userId': '/subject_token',
  '/unionId': '/subject_token',
  '/corpId': '/corp_id',
  '/scopes': '/scope',
};

/** A person's DingTalk token in the form of RFC 8693: the same hand-out as at `POST /v1/tokens`, for clients that know OAuth only. */
export class ExchangeToken {
  constructor(private readonly handOutToken: HandOutToken) {}

  /** Throws `BrokerError` with the RFC's word for it. */
  async execute(callerId: string, form: TokenRequestForm, requestId: string): Promise<TokenExchangeResponse> {
    try {
      const token = await this.handOutToken.execute(askedOf(callerId, form, requestId));
      return {
        access_token: token.accessToken,
        issued_token_type: ACCESS_TOKEN_TYPE,
        token_type: 'N_A',
        expires_in: Math.max(0, Math.floor((Date.parse(token.expiresAt) - Date.now()) / 1_000)),
        scope: token.scopes.join(' '),
      };
    } catch (cause) {
      throw cause instanceof BrokerError ? inWordsOfOauth(cause) : cause;
    }
  }
}

function askedOf(callerId: string, form: TokenRequestForm, requestId: string): HandOutAsked {
  // RFC 6749 section 3.2: a parameter without a value counts as left out.
  const given = Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''));
  const exchange = tokenExchangeRequest.safeParse(given);
  if (!exchange.success) throw invalidRequestOf(exchange.error.issues);
  const { subject_token: person, subject_token_type: type, scope, audience, corp_id: corpId, purpose } = exchange.data;
  const asked = issueTokenRequest.safeParse({
    ...(type.endsWith('user-id') ? { userId: person } : { unionId: person }),
    scopes: [...new Set(scope.split(' '))],
    ...(audience !== undefined && { application: audience }),
    ...(corpId !== undefined && { corpId }),
    ...(purpose !== undefined && { purpose }),
  });
  if (!asked.success) throw invalidRequestOf(asked.error.issues);
  const { application, userId, unionId, scopes, minimumSeconds, maxWaitSeconds } = asked.data;
  return {
    callerId,
    application,
    corpId: asked.data.corpId,
    userId,
    unionId,
    scopes,
    minimumSeconds,
    maxWaitSeconds,
    purpose: asked.data.purpose,
    refused: undefined,
    requestId,
  };
}

/** RFC 8693 section 2.2.2 and RFC 6749 section 5.2, where they have a finer word than the code's own. */
function inWordsOfOauth(error: BrokerError): BrokerError {
  const { code, detail, members, internal, cause } = error;
  const word = wordFor(error);
  const errors = errorsIn(error).map(({ pointer, reason }) => ({ pointer: parameterOf(pointer), reason }));
  return new BrokerError(code, {
    detail: errors.length > 0 ? errors.map(({ pointer, reason }) => `${pointer}: ${reason}`).join('; ') : detail,
    members: { ...members, ...(errors.length > 0 && { errors }), ...(word !== undefined && { error: word }) },
    ...(internal !== undefined && { internal }),
    cause,
  });
}

function wordFor(error: BrokerError): string | undefined {
  if (error.code === 'forbidden_by_policy') {
    // The person is what policy does not accept: to the RFC an unacceptable subject token.
    return { scopes: 'invalid_scope', people: 'invalid_request', purpose_required: 'invalid_request' }[
      String(error.members.rule)
    ];
  }
  const [first] = errorsIn(error);
  const parameter = first && parameterOf(first.pointer);
  if (parameter === '/scope') return 'invalid_scope';
  return parameter === '/audience' || parameter === '/resource' ? 'invalid_target' : undefined;
}

function errorsIn({ members }: BrokerError): readonly InvalidMember[] {
  return Array.isArray(members.errors) ? members.errors : [];
}

/** `/scopes/0` is `/scope`. */
function parameterOf(pointer: string): string {
  const [, member = pointer] = /^(\/[^/]+)/.exec(pointer) ?? [];
  return PARAMETERS[member] ?? pointer;
}
