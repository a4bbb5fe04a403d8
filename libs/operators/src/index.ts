/**
 * Owns who administers the broker: operators, their roles and the tokens of their programs. Never decides what a role may do, and never sees
 * a caller, a grant or a token of DingTalk's. A token is kept as a hash.
 * Entry points: `OperatorStore`, `OperatorTokens`.
 */
export { type Operator, type OperatorRole, operatorRoles } from './operator.js';
export { type OperatorDraft, OperatorStore } from './operator-store.js';
export { type OperatorToken, OperatorTokens, type TokenHolder } from './operator-tokens.js';
