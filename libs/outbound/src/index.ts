/**
 * Owns which addresses the broker may connect to when somebody else names them: keys of callers, receivers of webhooks. A broker stands where it
 * can reach more than whoever configures it, so a name is judged by where it leads, at the moment of connecting. Never sends anything itself.
 */
export { type Resolve, restrictedLookup } from './lookup.js';
export { isLoopback, isLoopbackHost, isPublic, Networks, unbracketed } from './networks.js';
