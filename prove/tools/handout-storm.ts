import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import type { TestCaller, World } from '../../apps/broker/test/harness/world.js';

const WORKERS = 24;
const ANSWER_WITHIN_MS = 60_000;

/** One answer, as little of it as a proof looks at: there are many. */
interface StormAnswer {
  /** Of `performance.now()`, just before the request left. */
  readonly sentAt: number;
  readonly grantId: string | undefined;
  readonly handoutId: string | undefined;
  /** Why there is no token: the reason, else the code. */
  readonly refusal: string | undefined;
}

interface Storming {
  readonly world: World;
  readonly callers: readonly TestCaller[];
  readonly people: readonly string[];
  /** Requests at once. */
  readonly workers?: number;
  /** Milliseconds each of them rests between two; 0. */
  readonly restMs?: number;
}

/** Requests for everybody's token, by all callers, at all brokers, until told to end. */
export class HandoutStorm {
  readonly answers: StormAnswer[] = [];
  readonly grantsHandedOut = new Set<string>();
  private readonly running: Promise<unknown>;
  private ending = false;

  private constructor(
    { world, people, workers: count = WORKERS, restMs = 0 }: Storming,
    private readonly accessTokens: readonly string[],
  ) {
    const pools = world.brokers.map(({ url }) => new Pool(url, { connections: count }));
    const workers = Array.from({ length: count }, (_, n) => this.work(n, { step: count, pools, people, restMs }));
    this.running = Promise.all(workers).finally(() => Promise.all(pools.map((pool) => pool.close())));
    this.running.catch(() => undefined);
  }

  static async begin(storming: Storming): Promise<HandoutStorm> {
    return new HandoutStorm(storming, await Promise.all(storming.callers.map((caller) => caller.accessToken())));
  }

  async end(): Promise<void> {
    this.ending = true;
    await this.running;
  }

  private async work(
    worker: number,
    {
      step,
      pools,
      people,
      restMs,
    }: { step: number; pools: readonly Pool[]; people: readonly string[]; restMs: number },
  ): Promise<void> {
    const pool = pools[worker % pools.length];
    const authorization = `Bearer ${this.accessTokens[worker % this.accessTokens.length]}`;
    for (let n = worker; pool && !this.ending; n += step) {
      const sentAt = performance.now();
      const { body } = await pool.request({
        method: 'POST',
        path: '/v1/tokens',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ application: 'demo', userId: people[n % people.length], scopes: ['Contact.User.Read'] }),
        headersTimeout: ANSWER_WITHIN_MS,
      });
      const answer = (await body.json()) as Partial<Record<string, string>>;
      const { grantId, handoutId } = answer;
      if (grantId && handoutId) this.grantsHandedOut.add(grantId);
      this.answers.push({
        sentAt,
        grantId,
        handoutId,
        refusal: handoutId ? undefined : (answer.reason ?? answer.code),
      });
      if (restMs > 0) await pause(restMs);
    }
  }
}
