import type { Secret } from '@app/secret';
import { LRUCache } from 'lru-cache';
import type { AppToken, AppTokenTarget } from './app-token.js';
import type { DingTalkCredentials } from './credentials.js';

/** A cached token is given up this long before DingTalk would, so that whoever gets it can still use it. */
const MARGIN_SECONDS = 300;

/** Organisations × applications of a large ISV; past it the least used are simply asked for again. */
const ENTRIES_MAX = 10_000;

interface Entry {
  token: Secret;
  clientSecret: Secret;
}

interface Flight {
  answer: Promise<Secret>;
  clientSecret: Secret;
}

/**
 * App tokens by application and organisation. DingTalk's own rule is one cache key per application, never shared.
 * An entry answers only to the secret it was obtained with: a wrong or replaced secret is always put to DingTalk.
 */
export class AppTokenCache {
  readonly #entries = new LRUCache<string, Entry>({ max: ENTRIES_MAX });
  readonly #flights = new Map<string, Flight>();

  async get(
    { clientId, clientSecret }: DingTalkCredentials,
    target: AppTokenTarget,
    ask: () => Promise<AppToken>,
  ): Promise<Secret> {
    const key = JSON.stringify([clientId, target.kind === 'isv' ? target.corpId : null]);

    const entry = this.#entries.get(key);
    if (entry?.clientSecret.equals(clientSecret)) return entry.token;

    const flight = this.#flights.get(key);
    if (flight?.clientSecret.equals(clientSecret)) return flight.answer;

    const answer = ask().then(({ token, expireInSeconds }) => {
      const ttl = (expireInSeconds - MARGIN_SECONDS) * 1000;
      if (ttl > 0) this.#entries.set(key, { token, clientSecret }, { ttl });
      return token;
    });
    const own: Flight = { answer, clientSecret };
    this.#flights.set(key, own);
    try {
      return await answer;
    } finally {
      if (this.#flights.get(key) === own) this.#flights.delete(key);
    }
  }

  /** DingTalk has refused this token, whoever's it is. */
  drop(token: Secret): void {
    for (const [key, entry] of this.#entries.entries()) if (entry.token.equals(token)) this.#entries.delete(key);
  }
}
