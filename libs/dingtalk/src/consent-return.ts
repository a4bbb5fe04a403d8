import type { DingTalkCredentials } from './credentials.js';
import type { DingTalkFailure } from './dingtalk-failure.js';
import type { InClientObstacle } from './in-client/open-auth-answer.js';
import type { DingTalkPerson } from './person.js';
import type { UserTokens } from './user-tokens.js';

/** A state given out for one way is worth nothing on the other. */
export type ConsentWay = 'redirect' | 'openAuth';

export interface ConsentApplication {
  credentials: DingTalkCredentials;
  /** Preselects the organisation on DingTalk's page; the person must belong to it. */
  corpId?: string;
}

/** Sends the person to DingTalk. */
export interface ConsentStartOptions {
  application: ConsentApplication;
  redirectUri: string;
  /** Stored by the `ConsentStateStore` and handed back as `appState`. An object, never the text of a state. */
  state: object;
}

/** Takes the person back from DingTalk. */
export interface ConsentCallbackOptions {
  callback: true;
  /** How the person was asked: over DingTalk's pages, which redirect back (the default), or by `openAuth` inside its client, whose page sends a form. */
  by?: ConsentWay;
  /**
   * All applications return to one redirect URI, so which one it is may only be known from the state: give a function to be asked
   * after the state has been verified, and before the code is exchanged.
   */
  application: ConsentApplication | ((appState: object) => ConsentApplication | Promise<ConsentApplication>);
}

export type StateRejectionReason =
  | 'state_missing'
  | 'state_unknown'
  | 'state_expired'
  | 'state_used'
  | 'state_other_browser';

export interface StateRejection {
  reason: StateRejectionReason;
  /** The stored object where the store still knows it, so that a page can say what had been going on. Not to be acted upon. */
  appState?: object;
}

/**
 * How a person came back from DingTalk; the guard leaves it on the request and the controller decides the page.
 * - `authorised`: the code was exchanged and DingTalk said who it is.
 * - `refused`: DingTalk returned `error` (whatever else it returned) with a good state. Its values are undocumented.
 * - `state_rejected`: nothing was sent to DingTalk.
 * - `incomplete`: neither code nor error; nothing was sent, and the state is still unused.
 * - `failed`: the state was good, and the exchange (`oauth2.exchange`) or the look-up of the person (`contact.users`) was not.
 */
export type ConsentReturn =
  | { kind: 'authorised'; tokens: UserTokens; person: DingTalkPerson; appState: object }
  | { kind: 'refused'; error: string; appState: object }
  | ({ kind: 'state_rejected' } & StateRejection)
  | { kind: 'incomplete' }
  | { kind: 'failed'; failure: DingTalkFailure; appState: object };

/**
 * The same from inside the client, where one more thing can happen.
 * - `unanswered`: the state was good, and `openAuth` ended without the person having said anything.
 */
export type InClientReturn =
  | ConsentReturn
  | { kind: 'unanswered'; obstacle: InClientObstacle; errorCode?: string; appState: object };
