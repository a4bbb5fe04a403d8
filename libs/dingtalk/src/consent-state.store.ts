import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsentWay, StateRejection } from './consent-return.js';

/** The HTTP exchange a consent runs in: what a store needs to bind a state to one browser. */
export interface ConsentRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What passport-oauth2 knows about the authorisation a state belongs to. */
export interface ConsentMeta {
  /** Known when a state is taken back: the way it must have been given out for. */
  by?: ConsentWay;
  authorizationURL: string;
  tokenURL: string;
  /** Known when a state is stored; when it is taken back, only the state can tell. */
  clientID?: string;
  callbackURL?: string;
}

/**
 * Keeps the one-time state of a consent between leaving for DingTalk and coming back: passport-oauth2's `store` option in its form with
 * four arguments, which is all the strategy ever calls.
 */
export interface ConsentStateStore {
  /** Stores `state` (the object given to `ConsentStartOptions`) and answers the opaque text that DingTalk echoes. */
  store(
    exchange: ConsentRequest,
    state: object,
    meta: ConsentMeta,
    callback: (error: Error | null, opaque?: string) => void,
  ): void;

  /**
   * Takes the state back, at most once ever. `ok` with the stored object, or not `ok` with the reason.
   * `error` is for what nobody expects, such as a database that is away; it reaches the guard's caller as it is.
   */
  verify(
    exchange: ConsentRequest,
    opaque: string,
    meta: ConsentMeta,
    callback: (error: Error | null, ok: boolean, stateOrRejection?: object | StateRejection) => void,
  ): void;
}
