/**
 * Owns a service's way to the token broker: gets tokens and handles over gRPC with REST behind it, keeps them until they expire or are
 * revoked, tries again what only needs time, and tells the broker of tokens that DingTalk refused. Never logs, and what it hands out does
 * not print.
 *
 * ```ts
 * const broker = new TokenBrokerClient({
 *   url: 'https://tokens.example.com',
 *   grpc: { address: 'tokens.example.com:50051' },
 *   credentials: clientSecret(clientId, secret),
 * });
 *
 * // With a token of the person's, that the service sends to DingTalk itself:
 * const answer = await broker.withToken({ userId: 'zhangsan', scopes: ['Todo.Todo.Write'], purpose: 'sync to-dos' }, (token) =>
 *   fetch(address, { method: 'POST', headers: { ...token.headers(), 'content-type': 'application/json' }, body }),
 * );
 * // Or through the broker's gateway, with a handle that carries these scopes and no more:
 * const same = await broker.callDingTalk({ userId: 'zhangsan', scopes: ['Todo.Todo.Write'] }, path, { method: 'POST', headers, body });
 * ```
 *
 * An AI assistant's skill gets a code in the place of a person's id, and has both exchanged and handed out in one call:
 *
 * ```ts
 * const { token } = await broker.exchangeAuthCode({
 *   application: 'hr-assistant', channel: 'assistant_skill', authCode, handOut: { scopes: ['Todo.PersonalTodo.Write'], delivery: 'token' },
 * });
 * ```
 *
 * What comes instead is thrown as `TokenBrokerError`: switch on its `outcome.code`, or on `remedy` for who can do something about it.
 *
 * ```ts
 * if (error instanceof TokenBrokerError && error.outcome.code === 'consent_required') redirect(error.outcome.consentUrl);
 * ```
 *
 * Every call takes a deadline and an `AbortSignal`. Times are compared with this machine's clock: keep it within half a minute.
 * Entry points: `TokenBrokerClient`, `clientSecret`, `clientAssertion`, `TokenBrokerError`, `pluginFailureFor`.
 */
export type { AuthCodeRequest, BroughtGrant } from './auth-codes.js';
export {
  type CallerCredentials,
  type ClientAuthentication,
  clientAssertion,
  clientSecret,
} from './caller-credentials.js';
export type { ConsentLink, ConsentNotified, ConsentRequest, ConsentState } from './consents.js';
export type { GatewayInit } from './gateway-call.js';
export type { DingTalkHandle, DingTalkToken, HandleRequest, TokenRequest } from './handed-out.js';
export { type Outcome, type Remedy, TokenBrokerError } from './outcome.js';
export type { CallOptions } from './patience.js';
export { type PluginFailure, pluginFailureFor } from './plugin-failure.js';
export type { Revocation } from './revocation-watch.js';
export { TokenBrokerClient, type TokenBrokerClientOptions } from './token-broker-client.js';
