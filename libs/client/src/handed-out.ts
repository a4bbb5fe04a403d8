/** Whose, for what, and what for. One of `userId` and `unionId`. */
export interface TokenRequest {
  readonly userId?: string;
  readonly unionId?: string;
  /** Left out: the application whose grant has the fewest scopes that suffice. */
  readonly application?: string;
  /** Left out: the organisation of the application. */
  readonly corpId?: string;
  readonly scopes: readonly string[];
  /** Seconds the token must still live; 60 if left out. */
  readonly minimumSeconds?: number;
  /** Why, in words the person may read. */
  readonly purpose?: string;
}

export interface HandleRequest extends TokenRequest {
  /** Seconds the handle shall live; 600 if left out. */
  readonly ttlSeconds?: number;
}

interface TokenFacts {
  readonly expiresAt: Date;
  /** All that the token carries. */
  readonly scopes: readonly string[];
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string;
  readonly grantId: string;
  /** Names this hand-out in the broker's audit trail. */
  readonly handoutId: string;
}

/** A DingTalk user token. It does not print: only `reveal()` and `headers()` let it out. */
export class DingTalkToken implements TokenFacts {
  declare readonly expiresAt: Date;
  declare readonly scopes: readonly string[];
  declare readonly application: string;
  declare readonly corpId: string;
  declare readonly userId: string | null;
  declare readonly unionId: string;
  declare readonly grantId: string;
  declare readonly handoutId: string;
  readonly #accessToken: string;

  constructor(accessToken: string, facts: TokenFacts) {
    this.#accessToken = accessToken;
    Object.assign(this, facts);
  }

  /** The token itself. Call it in the expression that sends it. */
  reveal(): string {
    return this.#accessToken;
  }

  /** For a request to DingTalk's API. */
  headers(): { 'x-acs-dingtalk-access-token': string } {
    return { 'x-acs-dingtalk-access-token': this.#accessToken };
  }
}

interface HandleFacts {
  readonly expiresAt: Date;
  /** All that the handle carries: what was asked for. */
  readonly scopes: readonly string[];
  readonly handoutId: string;
}

/** A handle: works at the broker's gateway and nowhere else. It does not print either. */
export class DingTalkHandle implements HandleFacts {
  declare readonly expiresAt: Date;
  declare readonly scopes: readonly string[];
  declare readonly handoutId: string;
  readonly #handle: string;

  constructor(handle: string, facts: HandleFacts) {
    this.#handle = handle;
    Object.assign(this, facts);
  }

  /** The handle itself. Call it in the expression that sends it. */
  reveal(): string {
    return this.#handle;
  }

  /** For a request to the gateway below `/dingtalk`. */
  headers(): { authorization: string } {
    return { authorization: `Bearer ${this.#handle}` };
  }
}
