/** What somebody can do about it: wait and try again, ask the person to consent, or correct the application's registration. */
export type DingTalkRemedy = 'transient' | 'ask_the_person' | 'fix_the_configuration';

/**
 * What is known about whether DingTalk processed the call.
 * - `not_processed`: it certainly was not (never connected, or throttled); sending the same again is safe.
 * - `answered`: DingTalk answered definitely, by a code that is in the failure table.
 * - `in_doubt`: anything else once the first byte may have left. A single-use refresh token may be spent or not.
 */
export type DingTalkFate = 'not_processed' | 'answered' | 'in_doubt';

/** Stable names of what was being asked of DingTalk, for logs and metrics. */
export type DingTalkOperation =
  | 'oauth2.exchange'
  | 'oauth2.refresh'
  | 'oauth2.authRules'
  | 'oauth2.appToken'
  | 'contact.users'
  | 'user.getbyunionid'
  | 'robot.send'
  | 'stream.open'
  | 'oauth2.authorizePage'
  | 'gateway';

export interface DingTalkFailureDetails {
  operation: DingTalkOperation;
  remedy: DingTalkRemedy;
  fate: DingTalkFate;
  /** What was seen, in our own words; never text that DingTalk sent, because that may quote what we sent. */
  reason: string;
  code?: string | undefined;
  httpStatus?: number | undefined;
  requiredScopes?: string[] | undefined;
  requestId?: string | undefined;
  retryAfterSeconds?: number | undefined;
}

/**
 * The only error this lib throws for a call that DingTalk did not answer with success. It carries neither the request nor the answer's
 * text (an upstream message may echo a code or a token), so it may be logged as it is.
 */
export class DingTalkFailure extends Error {
  override readonly name = 'DingTalkFailure';
  readonly operation: DingTalkOperation;
  readonly remedy: DingTalkRemedy;
  readonly fate: DingTalkFate;
  /** DingTalk's own code (new gateway) or errcode (legacy API), if there was one. */
  readonly code?: string;
  readonly httpStatus?: number;
  /** The permission points DingTalk said were missing; empty unless it said so. */
  readonly requiredScopes: string[];
  /** DingTalk's id of the request, which its support asks for. */
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;

  constructor(details: DingTalkFailureDetails) {
    super(`DingTalk ${details.operation}: ${details.reason}`);
    this.operation = details.operation;
    this.remedy = details.remedy;
    this.fate = details.fate;
    this.code = details.code;
    this.httpStatus = details.httpStatus;
    this.requiredScopes = details.requiredScopes ?? [];
    this.requestId = details.requestId;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
