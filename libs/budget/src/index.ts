/**
 * Owns how many calls a second may leave for each application and API of DingTalk, all replicas together. Never makes a call and
 * knows no address: whoever calls takes a permit first. Entry point: `CallBudget`.
 */
export { CallBudget, type CallBudgetOptions } from './call-budget.js';
