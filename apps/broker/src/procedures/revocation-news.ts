import type { Database, Listener } from '@app/database';

const CHANNEL = 'revocation_feed';

/**
 * Tells all replicas that there is something new in the feed of revocations, and hears it from them. Told after the commit and with
 * everything that happened meanwhile, for the same reason as `GrantNews`; whoever hears also looks by himself now and then.
 */
export class RevocationNews {
  private hear: () => void = () => undefined;
  private untold = false;
  private telling = false;

  constructor(
    listener: Pick<Listener, 'on'>,
    private readonly database: Pick<Database, 'query'>,
  ) {
    listener.on(CHANNEL, () => this.hear());
  }

  /** Called with each piece of news; there is one hearer on each replica. */
  onNews(hear: () => void): void {
    this.hear = hear;
  }

  /** After the commit. Returns at once. */
  tell(): void {
    this.untold = true;
    if (!this.telling) void this.tellAll();
  }

  private async tellAll(): Promise<void> {
    this.telling = true;
    while (this.untold) {
      this.untold = false;
      await this.database.query('select pg_notify($1, $2)', [CHANNEL, '']).catch(() => undefined);
    }
    this.telling = false;
  }
}
