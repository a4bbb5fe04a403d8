/**
 * Owns everything that is particular to DingTalk: its addresses, fields, error codes, permission points, events and the Passport strategy.
 * Never touches a database, never decides what a grant becomes, and never lets a token travel as anything but a `Secret`.
 * Entry points: `DingTalkClient` (server to server), `GatewayCalls` (calls of others, passed on), `DingTalkStrategy` with `DingTalkAuthGuard` (a person in a browser),
 * `EventPush` and `DingTalkStream` (what DingTalk tells and asks by itself), `scopeCatalogue`.
 */

export { type AppTokenTarget, appTokenTargetOf } from './app-token.js';
export type { CallBudget, CallPermit, CallUrgency, DingTalkApi } from './call-budget.js';
export type {
  ConsentApplication,
  ConsentCallbackOptions,
  ConsentReturn,
  ConsentStartOptions,
  ConsentWay,
  InClientReturn,
  StateRejection,
  StateRejectionReason,
} from './consent-return.js';
export type { ConsentMeta, ConsentRequest, ConsentStateStore } from './consent-state.store.js';
export type { DingTalkCredentials } from './credentials.js';
export { DingTalkStrategy } from './dingtalk.strategy.js';
export {
  DingTalkAuthGuard,
  type RequestWithConsentReturn,
  type RequestWithInClientReturn,
} from './dingtalk-auth.guard.js';
export { type DingTalkCall, REFRESH_DEADLINE_MS } from './dingtalk-calls.js';
export { DingTalkClient } from './dingtalk-client.js';
export { DingTalkFailure, type DingTalkFate, type DingTalkOperation, type DingTalkRemedy } from './dingtalk-failure.js';
export { dingtalkErrors } from './error-guide/dingtalk-errors.js';
export type { DingTalkErrorActor, DingTalkErrorAdvice, DingTalkErrorPlace } from './error-guide/error-advice.js';
export type { DingTalkEvent, EventNews, EventPeople } from './events/dingtalk-event.js';
export { EventPush, type OpenedPush, type PushKeys } from './events/event-push.js';
export { PushRefusal, type PushRefusalReason } from './events/push-refusal.js';
export { type FailureRow, failureTable } from './failure-table.js';
export { namesAnotherPerson } from './gateway/foreign-person.js';
export { type GatewayAnswer, GatewayCalls, type GatewayRefusal } from './gateway/gateway-calls.js';
export { hiddenMembersOf, withoutMembers } from './gateway/hidden-members.js';
export { DINGTALK_TOKEN_HEADER, dingtalkPathPrefixes, refusalMembers } from './gateway/in-dingtalks-place.js';
export { type OperationRoute, routeOf } from './gateway/operation-route.js';
export type { DingTalkHosts } from './hosts.js';
export { type InClientBrowser, inClientBrowserOf } from './in-client/in-client-browser.js';
export type { InClientObstacle } from './in-client/open-auth-answer.js';
export { type OpenAuthQuestion, openAuthQuestion, personsSubsetOf } from './in-client/open-auth-question.js';
export type { Membership } from './membership.js';
export type { DingTalkPerson } from './person.js';
export { pluginAnswer, unreadableAnswer } from './plugins/plugin-answer.js';
export { type PluginCall, pluginTopics, readPluginCall } from './plugins/plugin-call.js';
export { consentCodeFor, lackNamedBy, type PluginFailure, pluginFailureCodes } from './plugins/plugin-failures.js';
export { type RefusedToken, readRefusedToken, refusedTokenCodes } from './refused-token.js';
export {
  type MemberLookupVerdict,
  pluginCallbackUrl,
  type RedirectVerdict,
  RegistrationProbes,
  type SecretVerdict,
} from './registration/registration-probes.js';
export { plainInMarkdown } from './robot/plain-in-markdown.js';
export type { RobotCard } from './robot/robot-card.js';
export type { Scope, ScopeConfidence, ScopeKind, ScopeOperation, ScopeType } from './scopes/scope.js';
export { scopeCatalogue } from './scopes/scope-catalogue.js';
export { annotateSkill } from './skills/annotate-skill.js';
export { checkSkill, type SkillFinding, skillFindingCodes } from './skills/check-skill.js';
export { SkillFileError } from './skills/skill-file.js';
export { DingTalkStream } from './stream/dingtalk-stream.js';
export type { StreamCall } from './stream/stream-call.js';
export type { UserTokens } from './user-tokens.js';
