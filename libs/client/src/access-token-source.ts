import type { CallerCredentials } from './caller-credentials.js';
import { TokenBrokerError } from './outcome.js';
import { Patience } from './patience.js';
import type { RestTransport } from './rest-transport.js';

const ENDPOINT = '/oauth2/token';
/** Renewed that long before it expires, so that none expires on its way. Milliseconds. */
const MARGIN_MS = 60_000;
const ATTEMPT_MS = 10_000;

interface AccessToken {
  readonly value: string;
  readonly renewAt: number;
}

/** This caller's own access token for the broker, RFC 6749 section 4.4. One is asked for at a time, and kept in memory alone. */
export class AccessTokenSource {
  #kept: AccessToken | undefined;
  private coming: Promise<AccessToken> | undefined;

  constructor(
    private readonly rest: RestTransport,
    private readonly url: string,
    private readonly credentials: CallerCredentials,
  ) {}

  async get(patience: Patience): Promise<string> {
    if (this.#kept && this.#kept.renewAt > performance.now()) return this.#kept.value;
    this.coming ??= this.ask().finally(() => {
      this.coming = undefined;
    });
    return (await patience.within(this.coming)).value;
  }

  /** The broker did not accept it: the next one is a new one. */
  refused(accessToken: string): void {
    if (this.#kept?.value === accessToken) this.#kept = undefined;
  }

  private async ask(): Promise<AccessToken> {
    const { headers, form } = await this.credentials.authenticate(`${this.url}${ENDPOINT}`);
    const { access_token, expires_in } = await this.rest.ask(ENDPOINT, {
      method: 'POST',
      headers: { ...headers },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
      patience: new Patience(ATTEMPT_MS),
    });
    if (typeof access_token !== 'string') {
      throw new TokenBrokerError({ code: 'unreachable' }, { detail: 'an answer without an access token' });
    }
    const livesMs = Number(expires_in) * 1000;
    this.#kept = { value: access_token, renewAt: performance.now() + Math.max(livesMs - MARGIN_MS, livesMs / 2) };
    return this.#kept;
  }
}
