/**
 * Owns who administers the broker: operators, their roles, the tokens of their programs, and signing in through an OpenID Connect provider.
 * Never decides what a role may do, and never sees a caller, a grant or a token of DingTalk's. Tokens and sessions are kept as hashes.
 * Entry points: `OperatorStore`, `OperatorTokens`, `OperatorSessions`, `OpenIdProvider`.
 */
export { OpenIdFailure, type OpenIdFailureKind } from './openid/openid-failure.js';
export { type OpenIdPerson, OpenIdProvider } from './openid/openid-provider.js';
export { OpenIdSignIns, type SignInRejection } from './openid/openid-sign-ins.js';
export { type Operator, type OperatorRole, operatorRoles } from './operator.js';
export {
  type OperatorSession,
  OperatorSessions,
  SESSION_IDLE_MINUTES,
  SESSION_LIFE_MINUTES,
  type SessionHolder,
  type SignInWay,
} from './operator-sessions.js';
export { type OperatorDraft, OperatorStore } from './operator-store.js';
export { type OperatorToken, OperatorTokens, type TokenHolder } from './operator-tokens.js';
