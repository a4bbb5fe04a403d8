import pg from 'pg';

export interface ListenerOptions {
  /** PostgreSQL itself: a pooler in transaction mode passes no notifications on. */
  readonly url: string;
  /** Called each time the connection is lost or cannot be made; it is made again by itself. */
  readonly onTrouble: (cause: unknown) => void;
}

type Handler = (payload: string) => void;

const CONNECT_WITHIN_MS = 5_000;
const RECONNECT_MS_MIN = 100;
const RECONNECT_MS_MAX = 10_000;

/**
 * One connection that listens for notifications. What is notified while it is away is lost, so whoever waits for a notification
 * also looks by himself now and then.
 */
export class Listener {
  private readonly handlers = new Map<string, Handler>();
  private client: pg.Client | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;

  constructor(private readonly options: ListenerOptions) {}

  /** Before `start`, one handler for each channel. The channel is a name of ours, made of letters and underscores. */
  on(channel: string, handler: Handler): void {
    this.handlers.set(channel, handler);
  }

  /** Returns at once; the connection is made, and made again, in the background. */
  start(): void {
    void this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.options.url,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: CONNECT_WITHIN_MS,
      keepAlive: true,
      application_name: 'dingtalk-token-broker listener',
    });
    let lost = false;
    const lose = (cause: unknown): void => {
      if (lost || this.stopped) return;
      lost = true;
      void client.end().catch(() => undefined);
      this.options.onTrouble(cause);
      this.failures += 1;
      const wait = Math.min(RECONNECT_MS_MIN * 2 ** this.failures, RECONNECT_MS_MAX);
      this.retry = setTimeout(() => void this.connect(), wait * (0.5 + Math.random() / 2));
    };
    client.on('error', lose);
    client.on('end', () => lose(new Error('the connection ended')));
    client.on('notification', ({ channel, payload }) => this.handlers.get(channel)?.(payload ?? ''));
    this.client = client;
    try {
      await client.connect();
      for (const channel of this.handlers.keys()) await client.query(`listen ${channel}`);
      this.failures = 0;
      if (this.stopped) await client.end();
    } catch (cause) {
      lose(cause);
    }
  }
}
