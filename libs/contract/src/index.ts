/**
 * Owns the shapes on the wire: one schema for each request and answer, shared by validation, Swagger and clients.
 * Never knows how a request is served. Below the controllers nobody sees these types.
 */
export * from './abilities.js';
export * from './access-reviews.js';
export * from './application-checks.js';
export * from './application-health.js';
export * from './applications.js';
export * from './audit-events.js';
export * from './brought-codes.js';
export * from './caller-history.js';
export * from './caller-proof.js';
export * from './caller-secrets.js';
export * from './callers.js';
export * from './consent-requests.js';
export * from './consents.js';
export * from './dingtalk-events.js';
export { descriptors as grpcDescriptors } from './generated/descriptors.js';
/** The messages of `proto/`, as they are on the wire. */
export type * as pluginGrpc from './generated/tokenbroker/v1/plugin_ability.js';
export type * as grpc from './generated/tokenbroker/v1/token_broker.js';
export * from './grants.js';
export * from './imports.js';
export * from './jobs.js';
export * from './keys.js';
export * from './lookup.js';
export * from './oauth.js';
export * from './operators.js';
export * from './overview.js';
export * from './paging.js';
export * from './people.js';
export * from './person-erasures.js';
export * from './policy.js';
export * from './problem.js';
export * from './revocations.js';
export * from './scopes.js';
export * from './settings.js';
export * from './skills.js';
export * from './suspensions.js';
export * from './text.js';
export * from './tokens.js';
export * from './webhooks.js';
