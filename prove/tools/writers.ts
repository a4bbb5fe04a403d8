import type { TestCaller, World } from '../../apps/broker/test/harness/world.js';
import { askFor } from './crowd.js';

/** What the broker said it had done, so that it must never be gone. */
interface Acknowledged {
  readonly handouts: string[];
  readonly callers: string[];
}

/** Callers and an operator who write all the time, one hand-out for each live person and one new caller at once, at every broker. */
export class Writers {
  private readonly said: Acknowledged = { handouts: [], callers: [] };
  private readonly running: Promise<unknown>;
  private stopping = false;
  private names = 0;
  /** Answers "come back later", and requests that broke off. */
  putOff = 0;
  /** Answers that nobody should get. */
  readonly unexpected: string[] = [];

  constructor(
    private readonly world: World,
    private readonly caller: TestCaller,
    live: readonly string[],
  ) {
    const loops = live.map((userId, n) => this.over(() => this.handOut(userId, n % world.brokers.length)));
    this.running = Promise.all([...loops, this.over(() => this.createCaller())]);
  }

  get acknowledged(): number {
    return this.said.handouts.length + this.said.callers.length;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  /** Acknowledged writes of which the database knows nothing. */
  async lost(): Promise<string[]> {
    const { rows } = await this.world.database.pool.query<{ what: string }>(
      `select id::text as what from unnest($1::uuid[]) said(id)
         where id not in (select handout_id from audit_events where handout_id is not null)
       union all
       select name as what from unnest($2::text[]) said(name) where name not in (select name from callers)`,
      [this.said.handouts, this.said.callers],
    );
    return rows.map(({ what }) => what);
  }

  private async over(write: () => Promise<void>): Promise<void> {
    while (!this.stopping) await write().catch(() => this.postpone());
  }

  private postpone(): void {
    this.putOff += 1;
  }

  private async handOut(userId: string, broker: number): Promise<void> {
    const { answer } = await askFor(this.world, this.caller, userId, { broker, maxWaitSeconds: 0 });
    if (answer.status === 200) this.said.handouts.push(String(answer.body.handoutId));
    else if (answer.status === 503) this.postpone();
    else this.unexpected.push(answer.text);
  }

  private async createCaller(): Promise<void> {
    this.names += 1;
    const name = `writer-${this.names}`;
    const answer = await this.world.operator('POST', '/callers', {
      name,
      authMethod: 'client_secret',
      entitlements: [],
    });
    if (answer.status === 201) this.said.callers.push(name);
    else if (answer.status === 503) this.postpone();
    else this.unexpected.push(answer.text);
  }
}
