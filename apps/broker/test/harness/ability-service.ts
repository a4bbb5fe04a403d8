import { start, type TestProcess } from './process.js';
import { projectFile } from './project.js';
import type { TestCaller, World } from './world.js';

/** A service that AI plugins reach through the broker; `careless-service.mjs` says what it does. */
export interface AbilityService {
  readonly url: string;
  readonly process: TestProcess;
  /** How often each request came. */
  times(): Promise<Record<string, number>>;
  /** All that is in its memory, as V8 writes it down. */
  heap(): Promise<string>;
}

export async function startAbilityService(world: World, caller: TestCaller, quiet = false): Promise<AbilityService> {
  const file = projectFile('apps/broker/test/harness/careless-service.mjs');
  const env = { BROKER_URL: world.url, AUDIENCE: caller.clientId, ...(quiet && { QUIET: '1' }) };
  const running = start(file, env);
  const [, url = ''] = await running.saying(/"url":"([^"]+)"/);
  const read = async (path: string) => {
    const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(60_000) });
    return response.text();
  };
  return {
    url,
    process: running,
    times: async () => JSON.parse(await read('/times')) as Record<string, number>,
    heap: () => read('/heap'),
  };
}
