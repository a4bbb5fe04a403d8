import { everythingOfDemo } from '../harness/world.js';
import { exchangeToken, rest, restForm, rpc, type Send, type Things, watch } from './send.js';

/** A call, and what refuses it. */
export interface Row {
  /** `operationId` of the OpenAPI document, method of the gRPC contract, or the gateway. */
  readonly call: string;
  readonly send: Send;
  /** The rule that each lack is refused by; a lack that is not named here does not concern the call. */
  readonly lacks: Partial<Record<Lack, string>>;
  /** The rule that refuses a disabled caller; `unauthenticated` where it is asked to prove who it is, `served` where it only gives back. */
  readonly disabled: string;
  /** What the call is about, where that can be another caller's. */
  readonly foreign?: { readonly thing: keyof Things; readonly code: string | undefined };
  /** The gateway takes handles, where everything else takes access tokens. */
  readonly byHandle?: true;
}

export const scopes = ['Contact.User.Read'];
export const whole = { ...everythingOfDemo, delivery: ['token', 'handle'], mayRevoke: true, mayBringCodes: true };

/** The entitlement, with one thing taken away from it. */
export const lacking = {
  application: { ...whole, application: 'visitors', scopes },
  scope: { ...whole, scopes: ['Todo.Todo.Write'] },
  people: { ...whole, people: { persons: [{ userId: 'lisi' }] } },
  token: { ...whole, delivery: ['handle'] },
  handle: { ...whole, delivery: ['token'] },
  purpose: { ...whole, purposeRequired: true },
  time: { ...whole, expiresAt: '2020-01-01T00:00:00Z' },
  mayRevoke: { ...whole, mayRevoke: false },
  mayBringCodes: { ...whole, mayBringCodes: false },
} as const;
export type Lack = keyof typeof lacking;

const ofEveryHandOut = {
  application: 'no_entitlement',
  scope: 'scopes',
  people: 'people',
  purpose: 'purpose_required',
  time: 'no_entitlement',
} as const;
const ofTokens = { ...ofEveryHandOut, token: 'delivery' };
const ofHandles = { ...ofEveryHandOut, handle: 'delivery' };
/** A purpose is owed by the hand-out, and either delivery is enough. */
const ofConsents = { application: 'no_entitlement', scope: 'scopes', people: 'people', time: 'no_entitlement' };
const ofRevoking = { application: 'may_revoke', people: 'may_revoke', time: 'may_revoke', mayRevoke: 'may_revoke' };
const ofCodes = { application: 'may_bring_codes', time: 'may_bring_codes', mayBringCodes: 'may_bring_codes' };

const asked = ({ userId }: Things) => ({ application: 'demo', userId, scopes });
const brought = ({ authCode }: Things) => ({ application: 'demo', authCode, channel: 'in_client' });

/** Every call of the contract that callers make. */
export const rows: readonly Row[] = [
  {
    call: 'issueToken',
    send: rest('POST', () => '/v1/tokens', asked),
    lacks: ofTokens,
    disabled: 'suspended',
  },
  {
    call: 'issueTokens',
    send: rest(
      'POST',
      () => '/v1/tokens/batch',
      (things) => ({ requests: [asked(things)] }),
    ),
    lacks: ofTokens,
    disabled: 'suspended',
  },
  {
    call: 'issueHandle',
    send: rest('POST', () => '/v1/handles', asked),
    lacks: ofHandles,
    disabled: 'suspended',
  },
  {
    call: 'createConsent',
    send: rest('POST', () => '/v1/consents', asked),
    lacks: ofConsents,
    disabled: 'suspended',
  },
  {
    call: 'getConsent',
    send: rest('GET', ({ consentId }) => `/v1/consents/${consentId}`),
    lacks: {},
    disabled: 'suspended',
    foreign: { thing: 'consentId', code: 'not_found' },
  },
  {
    call: 'exchangeAuthCode',
    send: rest('POST', () => '/v1/grants', brought),
    lacks: ofCodes,
    disabled: 'suspended',
  },
  {
    call: 'revokeGrantByCaller',
    send: rest(
      'POST',
      ({ grantId }) => `/v1/grants/${grantId}/revoke`,
      () => ({ reason: 'left' }),
    ),
    lacks: ofRevoking,
    disabled: 'may_revoke',
  },
  {
    call: 'returnHandout',
    send: rest('POST', ({ handoutId }) => `/v1/handouts/${handoutId}/return`),
    lacks: {},
    disabled: 'served',
    foreign: { thing: 'handoutId', code: 'not_found' },
  },
  {
    call: 'the gateway',
    send: rest('GET', () => '/dingtalk/v1.0/contact/users/me'),
    lacks: ofHandles,
    disabled: 'suspended',
    byHandle: true,
  },
  {
    call: 'issueAccessToken',
    send: exchangeToken,
    lacks: ofTokens,
    disabled: 'unauthenticated',
  },
  {
    call: 'introspectHandle',
    send: restForm('/oauth2/introspect', ({ handle }) => ({ token: handle })),
    lacks: {},
    disabled: 'unauthenticated',
    foreign: { thing: 'handle', code: undefined },
  },
  {
    call: 'revokeHandle',
    send: restForm('/oauth2/revoke', ({ handle }) => ({ token: handle })),
    lacks: {},
    disabled: 'unauthenticated',
    foreign: { thing: 'handle', code: undefined },
  },
  { call: 'GetToken', send: rpc('GetToken', asked), lacks: ofTokens, disabled: 'suspended' },
  {
    call: 'BatchGetTokens',
    send: rpc('BatchGetTokens', (things) => ({ requests: [asked(things)] })),
    lacks: ofTokens,
    disabled: 'suspended',
  },
  { call: 'GetHandle', send: rpc('GetHandle', asked), lacks: ofHandles, disabled: 'suspended' },
  { call: 'ExchangeAuthCode', send: rpc('ExchangeAuthCode', brought), lacks: ofCodes, disabled: 'suspended' },
  { call: 'CreateConsent', send: rpc('CreateConsent', asked), lacks: ofConsents, disabled: 'suspended' },
  {
    call: 'GetConsent',
    send: rpc('GetConsent', ({ consentId }) => ({ consentId })),
    lacks: {},
    disabled: 'suspended',
    foreign: { thing: 'consentId', code: 'not_found' },
  },
  { call: 'WatchRevocations', send: watch, lacks: {}, disabled: 'suspended' },
];
