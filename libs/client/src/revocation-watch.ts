import type { grpc } from '@app/contract';
import type { ServiceError } from '@grpc/grpc-js';
import type { AccessTokenSource } from './access-token-source.js';
import { errorOf, type GrpcChannel } from './grpc-channel.js';
import { dateOf } from './grpc-transport.js';
import { TokenBrokerError } from './outcome.js';
import { Patience } from './patience.js';

/** The broker says something at least every 20 seconds; a stream that is silent for this long is dead. Milliseconds. */
const SILENCE_MS_MAX = 40_000;
const RECONNECT_MS_MIN = 250;
const RECONNECT_MS_MAX = 30_000;
const ACCESS_TOKEN_WITHIN_MS = 10_000;

/** The act that ended a grant, and what this caller holds of it. */
export interface Revocation {
  /** Stays the same if the revocation is told again. */
  readonly revocationId: string;
  readonly grantId: string;
  readonly application: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly unionId: string;
  readonly revokedAt: Date;
  readonly handoutIds: readonly string[];
}

export interface WatchOptions {
  readonly channel: GrpcChannel;
  readonly accessTokens: AccessTokenSource;
  readonly onRevocation: (revocation: Revocation) => void;
  /** Revocations before this moment may have been missed: nothing obtained before it can be relied on. */
  readonly onGap: () => void;
  readonly onTrouble: (error: unknown) => void;
}

/** One stream of revocations, that is opened again from its cursor whenever it ends. */
export class RevocationWatch {
  private cursor = '';
  private heardAt = Number.NEGATIVE_INFINITY;
  private failures = 0;
  private readonly closing = new AbortController();
  private stream: { cancel(): void } | undefined;

  constructor(private readonly options: WatchOptions) {}

  start(): void {
    void this.run();
  }

  close(): void {
    this.closing.abort();
    this.stream?.cancel();
  }

  /** How long ago the broker said that everything revoked up to then has been told. Infinite before the first time. */
  get silentMs(): number {
    return performance.now() - this.heardAt;
  }

  get isLive(): boolean {
    return this.silentMs < SILENCE_MS_MAX;
  }

  private async run(): Promise<void> {
    while (!this.closing.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.closing.signal.aborted) return;
        this.heed(error);
      }
      const waitMs = Math.min(RECONNECT_MS_MIN * 2 ** this.failures, RECONNECT_MS_MAX) * (0.5 + Math.random() / 2);
      this.failures += 1;
      await new Patience(RECONNECT_MS_MAX * 2, this.closing.signal).wait(waitMs).catch(() => undefined);
    }
  }

  /** Resolves or throws when the stream has ended. */
  private async follow(): Promise<void> {
    const { channel, accessTokens } = this.options;
    const accessToken = await accessTokens.get(new Patience(ACCESS_TOKEN_WITHIN_MS, this.closing.signal));
    const stream = channel.watchRevocations(this.cursor, accessToken);
    this.stream = stream;
    let silence: NodeJS.Timeout | undefined;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => stream.cancel(), SILENCE_MS_MAX);
    };
    listen();
    try {
      await new Promise<void>((resolve, reject) => {
        stream.on('data', (message: grpc.WatchRevocationsResponse) => {
          listen();
          this.take(message);
        });
        stream.on('error', (error: ServiceError) => reject(errorOf(error)));
        stream.on('end', resolve);
      });
    } catch (error) {
      if (error instanceof TokenBrokerError && error.code === 'unauthenticated') accessTokens.refused(accessToken);
      throw error;
    } finally {
      clearTimeout(silence);
    }
  }

  private take({ cursor, revocation }: grpc.WatchRevocationsResponse): void {
    if (this.cursor === '') this.options.onGap();
    this.failures = 0;
    this.cursor = cursor;
    if (revocation) this.options.onRevocation(revocationOf(revocation));
    this.heardAt = performance.now();
  }

  private heed(error: unknown): void {
    // It ends with the access token, its connection or its replica; that is its ordinary life, unless it cannot be opened again.
    const ordinary = error instanceof TokenBrokerError && (error.code === 'unauthenticated' || error.remedy === 'wait');
    if (!ordinary || this.failures > 0) this.options.onTrouble(error);
    // The cursor leads nowhere any more.
    if (error instanceof TokenBrokerError && error.code === 'invalid_request') {
      this.options.onGap();
      this.cursor = '';
      this.heardAt = Number.NEGATIVE_INFINITY;
    }
  }
}

function revocationOf(message: grpc.Revocation): Revocation {
  return {
    revocationId: message.revocation_id,
    grantId: message.grant_id,
    application: message.application,
    corpId: message.corp_id,
    userId: message.user_id || null,
    unionId: message.union_id,
    revokedAt: dateOf(message.revoked_at),
    handoutIds: message.live_handouts.map(({ handout_id }) => handout_id),
  };
}
