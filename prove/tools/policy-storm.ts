import { setTimeout as pause } from 'node:timers/promises';
import { RpcClient } from '../../apps/broker/test/harness/grpc.js';
import { type Answer, ask } from '../../apps/broker/test/harness/http.js';
import type { TestCaller, World } from '../../apps/broker/test/harness/world.js';

/** A call that policy decides about, by whichever way it comes. */
export type Way = 'POST /v1/tokens' | 'POST /v1/handles' | 'GetToken' | 'the gateway';

export interface PolicyAnswer {
  readonly way: Way;
  readonly caller: TestCaller;
  /** Of `performance.now()`, just before the request left and just after its answer was there. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** `served`, the rule that refused it, or whatever came instead. */
  readonly outcome: string;
}

type Send = () => Promise<string>;

const asked = { application: 'demo', userId: 'zhangsan', scopes: ['Contact.User.Read'] };
/** The gateway's calls go on to DingTalk, which allows twenty a second. Milliseconds. */
const GATEWAY_RESTS_MS = 150;

/** The same request over and over, by every caller, in every way, at all brokers, until told to end. */
export class PolicyStorm {
  readonly answers: PolicyAnswer[] = [];
  private readonly clients: readonly RpcClient[];
  private running: Promise<unknown> = Promise.resolve();
  private ending = false;

  private constructor(private readonly world: World) {
    this.clients = world.brokers.map(({ grpcAddress }) => new RpcClient(grpcAddress));
  }

  static async begin(world: World, callers: readonly TestCaller[]): Promise<PolicyStorm> {
    const storm = new PolicyStorm(world);
    const workers = await Promise.all(callers.map((caller) => storm.workersOf(caller)));
    storm.running = Promise.all(workers.flat().map((work) => work()));
    storm.running.catch(() => undefined);
    return storm;
  }

  async end(): Promise<void> {
    this.ending = true;
    await this.running.finally(() => {
      for (const client of this.clients) client.close();
    });
  }

  private async workersOf(caller: TestCaller): Promise<(() => Promise<void>)[]> {
    const token = await caller.accessToken();
    const handle = await this.handleOf(token);
    return this.world.brokers.flatMap(({ url }, broker) => {
      const client = this.clients[broker];
      const ways: [Way, number, Send][] = [
        ['POST /v1/tokens', 0, () => post(`${url}/v1/tokens`, token)],
        ['POST /v1/handles', 0, () => post(`${url}/v1/handles`, token)],
        ['GetToken', 0, async () => ofGrpc(await client?.call('GetToken', asked, { token }))],
        // Its turn is taken by one broker only.
        ...(broker === 0
          ? [['the gateway', GATEWAY_RESTS_MS, () => throughGateway(url, handle)] as [Way, number, Send]]
          : []),
      ];
      return ways.map(
        ([way, restMs, send]) =>
          () =>
            this.work(caller, way, restMs, send),
      );
    });
  }

  private async handleOf(token: string): Promise<string> {
    const headers = { authorization: `Bearer ${token}` };
    const json = { ...asked, ttlSeconds: 7_200 };
    const { body, text } = await ask(`${this.world.url}/v1/handles`, { headers, json });
    if (typeof body.handle !== 'string') throw new Error(`no handle: ${text}`);
    return body.handle;
  }

  private async work(caller: TestCaller, way: Way, restMs: number, send: Send): Promise<void> {
    while (!this.ending) {
      const sentAt = performance.now();
      const outcome = await send();
      this.answers.push({ way, caller, sentAt, answeredAt: performance.now(), outcome });
      if (restMs > 0) await pause(restMs);
    }
  }
}

async function post(url: string, token: string): Promise<string> {
  return ofRest(await ask(url, { headers: { authorization: `Bearer ${token}` }, json: asked }));
}

async function throughGateway(url: string, handle: string): Promise<string> {
  return ofRest(await ask(`${url}/dingtalk/v1.0/contact/users/me`, { headers: { authorization: `Bearer ${handle}` } }));
}

function ofRest({ status, body, text }: Answer): string {
  return status === 200 ? 'served' : String(body?.rule ?? body?.code ?? text);
}

function ofGrpc(answer: Awaited<ReturnType<RpcClient['call']>> | undefined): string {
  const { reason, metadata } = answer?.errorInfo ?? {};
  return answer?.status === 'OK' ? 'served' : String(metadata?.rule ?? reason ?? answer?.status);
}
