import { inspect } from 'node:util';
import { type ChannelCredentials, credentials as grpcCredentials } from '@grpc/grpc-js';
import { AccessTokenSource } from './access-token-source.js';
import { type AuthCodeRequest, type BroughtGrant, exchangeAuthCode } from './auth-codes.js';
import type { CallerCredentials } from './caller-credentials.js';
import { type ConsentLink, type ConsentRequest, type ConsentState, consentState, requestConsent } from './consents.js';
import { FallbackTransport } from './fallback-transport.js';
import { callGateway, type GatewayInit } from './gateway-call.js';
import { GrpcChannel } from './grpc-channel.js';
import { GrpcTransport } from './grpc-transport.js';
import { HandOuts } from './hand-outs.js';
import type { DingTalkHandle, DingTalkToken, HandleRequest, TokenRequest } from './handed-out.js';
import { HandOutCache } from './handout-cache.js';
import { type CallOptions, Patience } from './patience.js';
import { refusedCodeIn } from './refusal.js';
import { RestTransport } from './rest-transport.js';
import { retrying } from './retry.js';
import { type Revocation, RevocationWatch } from './revocation-watch.js';
import type { Call, Transport } from './transport.js';

const DEADLINE_MS = 30_000;
const GIVE_BACK_MS = 5_000;

export interface TokenBrokerClientOptions {
  /** The broker's address, such as `https://tokens.example.com`. */
  readonly url: string;
  readonly credentials: CallerCredentials;
  /**
   * The broker's gRPC side. Without it everything goes over REST, nothing is heard of revocations, and so nothing is kept for longer than
   * a minute.
   */
  readonly grpc?: {
    readonly address: string;
    /** TLS with the system's authorities if left out, or plain text where `url` is plain, too. */
    readonly credentials?: ChannelCredentials;
  };
  /** Milliseconds that a call may take where it does not say so itself; 30 000 if left out. */
  readonly deadlineMs?: number;
  /** In the place of the built-in one: for a certificate of one's own, or a proxy. */
  readonly fetch?: typeof globalThis.fetch;
  /** Hears what goes wrong where nobody waits for it: the stream of revocations. Nothing in it is secret. */
  readonly onTrouble?: (error: unknown) => void;
  /** Hears of every revocation that took something from this caller, perhaps more than once. */
  readonly onRevocation?: (revocation: Revocation) => void;
}

/** One caller's way to the broker. Make one for each process, and close it in the end. */
export class TokenBrokerClient {
  private readonly url: string;
  private readonly fetch: typeof globalThis.fetch;
  private readonly rest: RestTransport;
  private readonly channel: GrpcChannel | undefined;
  private readonly accessTokens: AccessTokenSource;
  private readonly cache = new HandOutCache();
  private readonly watch: RevocationWatch | undefined;
  private watching = false;
  private readonly tokens: HandOuts<DingTalkToken>;
  private readonly handles: HandOuts<DingTalkHandle>;

  constructor(private readonly options: TokenBrokerClientOptions) {
    this.url = options.url.replace(/\/+$/, '');
    this.fetch = options.fetch ?? globalThis.fetch;
    this.rest = new RestTransport(this.url, this.fetch);
    this.accessTokens = new AccessTokenSource(this.rest, this.url, options.credentials);
    const { grpc } = options;
    this.channel = grpc && new GrpcChannel(grpc.address, grpc.credentials ?? this.channelCredentials());
    this.watch = this.channel && this.watchOn(this.channel);
    const transport: Transport = this.channel
      ? new FallbackTransport(new GrpcTransport(this.channel), this.rest)
      : this.rest;
    const silentMs = () => this.watch?.silentMs ?? Number.POSITIVE_INFINITY;
    const { cache, accessTokens } = this;
    this.tokens = new HandOuts('token', (...asked) => transport.getToken(...asked), cache, accessTokens, silentMs);
    this.handles = new HandOuts('handle', (...asked) => transport.getHandle(...asked), cache, accessTokens, silentMs);
  }

  /**
   * Whether news of revocations arrives. Without it what is kept is used for a minute at most. False before the first call, because the
   * stream is opened with it.
   */
  get hearsRevocations(): boolean {
    return this.watch?.isLive ?? false;
  }

  /** A person's token. Kept until shortly before it expires, or until it is revoked. Throws `TokenBrokerError`. */
  async token(request: TokenRequest, options?: CallOptions): Promise<DingTalkToken> {
    return this.tokens.get(request, this.begin(options));
  }

  /** A handle for the broker's gateway, that carries no more than the scopes asked for. Throws `TokenBrokerError`. */
  async handle(request: HandleRequest, options?: CallOptions): Promise<DingTalkHandle> {
    return this.handles.get(request, this.begin(options));
  }

  /**
   * Makes a call to DingTalk with a person's token. If DingTalk refuses the token, in what `call` returns or throws, the broker hears
   * of it and `call` is made once more with another. So `call` must be one that can be made twice; a refused one has done nothing.
   */
  async withToken<Result>(
    request: TokenRequest,
    call: (token: DingTalkToken) => Promise<Result>,
    options?: CallOptions,
  ): Promise<Result> {
    const patience = this.begin(options);
    const token = await this.tokens.get(request, patience);
    const first = await settled(call(token));
    const refusedCode = await refusedCodeIn('value' in first ? first.value : first.thrown);
    if (refusedCode === undefined) {
      if ('value' in first) return first.value;
      throw first.thrown;
    }
    const refused = { refusedHandoutId: token.handoutId, refusedCode };
    return call(await this.tokens.replace(request, refused, patience));
  }

  /**
   * Makes a call to DingTalk through the broker's gateway, with a handle; `path` is DingTalk's own, query included. Answers what DingTalk
   * answered, whatever its status; what the broker itself says is thrown as `TokenBrokerError`.
   */
  async callDingTalk(
    request: HandleRequest,
    path: string,
    init: GatewayInit = {},
    options?: CallOptions,
  ): Promise<Response> {
    const patience = this.begin(options);
    return callGateway({
      url: `${this.url}/dingtalk${path}`,
      fetch: this.fetch,
      init,
      patience,
      handle: () => this.handles.get(request, patience),
      drop: (handle) => this.cache.drop(handle.handoutId),
    });
  }

  /** A link with which a person consents, ahead of need. Throws `TokenBrokerError`. */
  async requestConsent(request: ConsentRequest, options?: CallOptions): Promise<ConsentLink> {
    return this.overRest(options, (call) => requestConsent(this.rest, request, call));
  }

  /**
   * Makes a grant of a code that DingTalk gave this service, and has a token or handle of it handed out in the same call. What comes is not
   * kept here: use it for what the code came for, and ask for later ones by the person's id. The same request again is answered with the
   * same grant. Throws `TokenBrokerError`.
   */
  async exchangeAuthCode(request: AuthCodeRequest, options?: CallOptions): Promise<BroughtGrant> {
    return this.overRest(options, (call) => exchangeAuthCode(this.rest, request, call));
  }

  /** What became of a consent this caller asked for. Throws `TokenBrokerError`. */
  async consentState(consentId: string, options?: CallOptions): Promise<ConsentState> {
    return this.overRest(options, (call) => consentState(this.rest, consentId, call));
  }

  /**
   * Ends the stream and the connection. With `giveBack` the broker is told that what is kept here is no longer held, as far as that works
   * within five seconds; whoever got a token from here before must not use it any more.
   */
  async close({ giveBack = false } = {}): Promise<void> {
    this.watch?.close();
    const live = this.cache.clear();
    if (giveBack) {
      const patience = new Patience(GIVE_BACK_MS);
      const give = async (handoutId: string) => {
        const accessToken = await this.accessTokens.get(patience);
        await this.rest.post(`/v1/handouts/${handoutId}/return`, {}, { accessToken, patience });
      };
      await Promise.allSettled(live.map(give));
    }
    this.channel?.close();
  }

  /** What it is made of holds credentials somewhere deep below. */
  toJSON(): object {
    return { url: this.url, hearsRevocations: this.hearsRevocations };
  }

  [inspect.custom](): string {
    return `TokenBrokerClient ${inspect(this.toJSON())}`;
  }

  private begin({ deadlineMs = this.options.deadlineMs ?? DEADLINE_MS, signal }: CallOptions = {}): Patience {
    if (!this.watching) this.watch?.start();
    this.watching = true;
    return new Patience(deadlineMs, signal);
  }

  private async overRest<Answer>(
    options: CallOptions | undefined,
    ask: (call: Call) => Promise<Answer>,
  ): Promise<Answer> {
    const patience = this.begin(options);
    return retrying(patience, async () => ask({ accessToken: await this.accessTokens.get(patience), patience }));
  }

  private watchOn(channel: GrpcChannel): RevocationWatch {
    return new RevocationWatch({
      channel,
      accessTokens: this.accessTokens,
      onRevocation: (revocation) => {
        this.cache.end([revocation.grantId, ...revocation.handoutIds]);
        try {
          this.options.onRevocation?.(revocation);
        } catch (error) {
          this.options.onTrouble?.(error);
        }
      },
      onGap: () => void this.cache.clear(),
      onTrouble: (error) => this.options.onTrouble?.(error),
    });
  }

  private channelCredentials(): ChannelCredentials {
    return this.url.startsWith('https:') ? grpcCredentials.createSsl() : grpcCredentials.createInsecure();
  }
}

async function settled<Result>(work: Promise<Result>): Promise<{ value: Result } | { thrown: unknown }> {
  try {
    return { value: await work };
  } catch (thrown) {
    return { thrown };
  }
}
