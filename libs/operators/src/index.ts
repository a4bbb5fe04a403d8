/**
 * Owns who administers the broker: operators, their roles and the tokens of their programs. Never decides what a role may do, and never sees
 * a caller, a grant or a token of DingTalk's. Tokens and sessions are kept as hashes.
 * Entry points: `OperatorStore`, `OperatorTokens`, `OperatorSessions`.
 */
export { type Operator, type OperatorRole, operatorRoles } from './operator.js';
export { type OperatorSession, OperatorSessions, type SessionHolder, type SignInWay } from './operator-sessions.js';
export { type OperatorDraft, OperatorStore } from './operator-store.js';
export { type OperatorToken, OperatorTokens, type TokenHolder } from './operator-tokens.js';
