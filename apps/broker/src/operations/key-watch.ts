import type { KeyRing, MasterKey } from '@app/vault';
import type { Logger } from 'pino';
import { v7 as uuidv7 } from 'uuid';

/** A line added to the master key file counts on every replica within so long. */
const LOOK_EVERY_MS = 2_000;
/** How often a replica says which keys it has. */
const REPORT_EVERY_MS = 10_000;

/** Follows the provider of master keys, so that a new one needs no restart, and tells all replicas which keys this one has. */
export class KeyWatch {
  private readonly replica = uuidv7();
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;
  private reportedAt = Number.NEGATIVE_INFINITY;
  private reported = '';
  private lastTrouble: string | null = null;
  private lacking: readonly string[] = [];

  constructor(
    private readonly masterKey: MasterKey,
    private readonly ring: KeyRing,
    private readonly log: Logger,
  ) {}

  /** Why the provider could not be read, last time; the keys known before are still at hand. */
  get trouble(): string | null {
    return this.lastTrouble;
  }

  /** Master keys that something needs and this replica does not have. */
  get missing(): readonly string[] {
    return this.lacking;
  }

  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => {
      this.underWay ??= this.follow().finally(() => {
        this.underWay = undefined;
      });
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
    // A replica that says nothing any more is forgotten all the same.
    await this.ring.leave(this.replica).catch(() => undefined);
  }

  /** Looks now, and tells what there is. */
  async look(): Promise<void> {
    this.reportedAt = Number.NEGATIVE_INFINITY;
    await this.follow();
  }

  private async follow(): Promise<void> {
    const trouble = await this.masterKey.lookAgain().then(
      () => null,
      (cause: unknown) => (cause instanceof Error ? cause.message : 'the provider does not answer'),
    );
    if (trouble !== null && trouble !== this.lastTrouble)
      this.log.error({ trouble }, 'the master keys could not be read; those known before are used on');
    this.lastTrouble = trouble;
    const state = JSON.stringify([this.masterKey.keyIds, trouble]);
    if (state === this.reported && performance.now() - this.reportedAt < REPORT_EVERY_MS) return;
    try {
      await this.ring.report(this.replica, trouble);
      this.notice(await this.ring.missing());
      this.reported = state;
      this.reportedAt = performance.now();
    } catch (err) {
      this.log.warn({ err }, 'which master keys there are could not be reported');
    }
  }

  private notice(missing: readonly string[]): void {
    if (missing.length > 0 && missing.join() !== this.lacking.join())
      this.log.error({ missing }, 'values are sealed under master keys that this replica does not have');
    this.lacking = missing;
  }
}
