import type { ScopeOperation } from './scopes/scope.js';

/** What DingTalk counts calls by: one application's calls to one of its interfaces. Those the broker calls by itself have names. */
export type DingTalkApi =
  | 'user_token'
  | 'auth_rules'
  | 'app_token'
  | 'contact_users'
  | 'get_by_union_id'
  | 'robot_send'
  | 'open_stream'
  | 'authorize_page'
  | `${ScopeOperation['method']} /${string}`;

/** Leave to make one call. Ends exactly once, by `done` or by `unused`. */
export interface CallPermit {
  /** The first byte is being sent. */
  sent(): void;
  /** The call has ended, whatever came of it. */
  done(): void;
  /** It was not made after all. */
  unused(): void;
}

/** What somebody waits for comes before upkeep. */
export type CallUrgency = 'waited_for' | 'upkeep';

/** Holds calls back so that DingTalk's limits are never exceeded; how-to-process-api-throttling-on-the-dingtalk-server. */
export interface CallBudget {
  /** Rejects with the signal's reason once it is raised. */
  take(clientId: string, api: DingTalkApi, urgency: CallUrgency, signal: AbortSignal): Promise<CallPermit>;
}

/** For a program that makes a handful of calls, such as a test. */
export const unlimited: CallBudget = {
  async take() {
    return { sent() {}, done() {}, unused() {} };
  },
};
