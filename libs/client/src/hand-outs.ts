import type { AccessTokenSource } from './access-token-source.js';
import type { HandleRequest } from './handed-out.js';
import type { HandOut, HandOutCache } from './handout-cache.js';
import { TokenBrokerError } from './outcome.js';
import { Patience } from './patience.js';
import { retrying } from './retry.js';
import type { Call, Refused } from './transport.js';

/** Nothing is used that expires within this, on top of what the request asks for. Milliseconds. */
const MARGIN_MS = 30_000;
/** The broker's own default of `minimumSeconds`. */
const MINIMUM_SECONDS = 60;
/** One attempt waits no longer than the broker would. Milliseconds. */
const ATTEMPT_MS_MAX = 65_000;

type Ask<Given extends HandOut> = (request: HandleRequest & Partial<Refused>, call: Call) => Promise<Given>;

/**
 * One kind of hand-out: from the cache if one there will do, else asked for once for all who want the same at the same time.
 */
export class HandOuts<Given extends HandOut> {
  private readonly flights = new Map<string, Promise<Given>>();

  constructor(
    private readonly kind: string,
    private readonly ask: Ask<Given>,
    private readonly cache: HandOutCache,
    private readonly accessTokens: AccessTokenSource,
    /** How long ago the last word on revocations came; see `RevocationWatch.silentMs`. */
    private readonly silentMs: () => number,
  ) {}

  async get(request: HandleRequest, patience: Patience): Promise<Given> {
    return retrying(patience, async () => this.kept(request) ?? this.flight(request, {}, patience));
  }

  /** One in the place of another that DingTalk refused. The broker hears of it, once. */
  async replace(request: HandleRequest, refused: Refused, patience: Patience): Promise<Given> {
    this.cache.drop(refused.refusedHandoutId);
    // Whoever was refused at the same time may have replaced it already.
    return retrying(patience, async () => this.kept(request) ?? this.flight(request, refused, patience));
  }

  private kept(request: HandleRequest): Given | undefined {
    // A handle is as short as it was asked to be.
    const livesMs = (request.minimumSeconds ?? (this.kind === 'token' ? MINIMUM_SECONDS : 0)) * 1000;
    const margin = Math.min(MARGIN_MS, ((request.ttlSeconds ?? 600) * 1000) / 2);
    return this.cache.find(this.keyOf(request), Math.max(livesMs, margin), this.silentMs()) as Given | undefined;
  }

  private async flight(request: HandleRequest, refused: Partial<Refused>, patience: Patience): Promise<Given> {
    const key = `${this.keyOf(request)} ${request.minimumSeconds ?? ''} ${refused.refusedHandoutId ?? ''}`;
    let flight = this.flights.get(key);
    if (!flight) {
      // Not ended by the signal of whoever came first: others may wait for it, and the next finds what it brings.
      const attempt = new Patience(Math.min(patience.leftMs, ATTEMPT_MS_MAX));
      flight = this.fetch({ ...request, ...refused }, this.keyOf(request), attempt).finally(() =>
        this.flights.delete(key),
      );
      flight.catch(() => undefined);
      this.flights.set(key, flight);
    }
    return patience.within(flight);
  }

  private async fetch(request: HandleRequest & Partial<Refused>, key: string, patience: Patience): Promise<Given> {
    for (let again = true; ; again = false) {
      const accessToken = await this.accessTokens.get(patience);
      try {
        const given = await this.ask(request, { accessToken, patience });
        if (this.cache.keep(key, given) || !again) return given;
        // Revoked on its way here: the broker knows by now.
      } catch (error) {
        if (!(error instanceof TokenBrokerError) || error.code !== 'unauthenticated' || !again) throw error;
        this.accessTokens.refused(accessToken);
      }
    }
  }

  /** What makes a hand-out fit for another request. The purpose is part of it, because it stands in the broker's record. */
  private keyOf({ application, userId, unionId, corpId, scopes, purpose, ttlSeconds }: HandleRequest): string {
    const parts = [this.kind, application, userId, unionId, corpId, [...scopes].sort(), purpose, ttlSeconds];
    return JSON.stringify(parts.map((part) => part ?? null));
  }
}
