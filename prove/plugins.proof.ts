import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AbilityService, startAbilityService } from '../apps/broker/test/harness/ability-service.js';
import { seeded } from '../apps/broker/test/harness/emulator.js';
import { hire } from '../apps/broker/test/harness/members.js';
import { until } from '../apps/broker/test/harness/until.js';
import { startWorld, type World } from '../apps/broker/test/harness/world.js';
import { CpuWatch, postgresProcess } from './tools/cpu-watch.js';
import { MemoryWatch } from './tools/memory-watch.js';
import { peopleOf } from './tools/people.js';
import { Report, SHORT } from './tools/report.js';

const REPLICAS = 2;
const PER_SECOND = SHORT ? 100 : 1_000;
const SECONDS = SHORT ? 10 : 30;
const PEOPLE = SHORT ? 20 : 200;
/** A call that came while no connection was open, or whose connection broke, is waited for until a new one is there. */
const PATIENCE_SECONDS = 60;
/** A ticket is asked for again after at most four seconds, and a machine that is busy with all of this is slow. */
const WITHIN_MS = 120_000;
/**
 * Of each broker: the outages make thousands of calls wait, and calls that piled up would end it. V8, given more, only collects later, and
 * what a broker needs could not be told from what it left lying.
 */
const HEAP_MB = 160;
/** What a broker may need more at its height than before, buffers and all. MB. */
const MEMORY_GROWTH_MAX = 100;

const report = new Report(
  'plugins',
  `${PER_SECOND} calls of an AI plugin a second for ${SECONDS} s, ${REPLICAS} brokers with a heap of at most ${HEAP_MB} MB`,
);

interface Progress {
  readonly ended: boolean;
  readonly sent: number;
  readonly answered: number;
  readonly unanswered: number;
  readonly answers: number;
  readonly sentAgain: number;
  readonly perSecond: number;
  readonly medianMs: number;
  readonly ninetyNinthMs: number;
  readonly failures: Record<string, number>;
  readonly connections: Record<string, number>;
}

describe('calls of AI plugins', () => {
  let world: World;
  let service: AbilityService;
  beforeAll(async () => {
    world = await startWorld({
      brokers: REPLICAS,
      env: { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` },
    });
    await world.registerDemo({ callsPerSecond: 10_000 });
    const caller = await world.createCaller('crm', [
      { application: 'demo', scopes: ['Contact.User.Read'], delivery: ['handle'] },
    ]);
    service = await startAbilityService(world, caller, true);
    await world.operator('POST', '/applications/demo/abilities', {
      abilityKey: 'echo',
      caller: caller.id,
      scopes: ['Contact.User.Read'],
      address: `${service.url}/echo`,
      allowPlaintext: true,
      // All that came while no connection was open comes at once when there is one.
      timeoutSeconds: 30,
    });
    for (const { process } of world.brokers) await process.saying(/the stream is open/);
  });
  afterAll(async () => {
    await service?.process.stop();
    await world?.close();
  });

  const progress = () => world.emulator.control<Progress>('GET', '/callbacks/storm');
  const connections = async () => {
    const { connections: open } = await world.emulator.control<{ connections: { id: string; leaving: boolean }[] }>(
      'GET',
      '/connections',
    );
    return open.filter(({ leaving }) => !leaving);
  };
  const allConnected = () =>
    until('every broker has its connection', async () => (await connections()).length === REPLICAS, WITHIN_MS);
  const afterShare = (share: number) =>
    until(`${share * 100} % are sent`, async () => (await progress()).sent >= PER_SECOND * SECONDS * share, WITHIN_MS);
  const questions = async (): Promise<number> => {
    const { operations } = await world.emulator.control<{
      operations: Record<string, Record<string, { calls: number }> | undefined>;
    }>('GET', '/counters');
    return operations['contact.users']?.[seeded.clientId]?.calls ?? 0;
  };

  /** How many calls a broker has seen through to a result. */
  const answeredBy = async (url: string): Promise<number> => {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) });
    const [, count = '0'] =
      /^plugin_call_duration_seconds_count\{.*outcome="answered"\} (\d+)$/m.exec(await response.text()) ?? [];
    return Number(count);
  };

  it(
    'are each answered exactly once, whatever happens to the connections',
    async () => {
      const people = peopleOf(PEOPLE);
      await hire(world.emulator, people);
      const { grants } = await world.emulator.control<{ grants: { accessToken: string }[] }>('POST', '/grants', {
        clientId: seeded.clientId,
        people,
      });
      const payloads = grants.map(({ accessToken }) => ({
        abilityKey: 'echo',
        requestId: 'request-{n}',
        pluginId: 'AI-proof',
        pluginVersion: '1.0.0',
        data: { n: '{n}', accessToken },
      }));
      await allConnected();
      await world.emulator.control('DELETE', '/counters');
      const memory = new MemoryWatch(world.brokers.map(({ process }) => process.pid));
      await memory.look();
      const cpu = await CpuWatch.begin({
        brokers: world.brokers.map(({ process }) => process.pid),
        PostgreSQL: [await postgresProcess(world.database.pool)],
        DingTalk: [world.emulator.process.pid],
        service: [service.process.pid],
      });
      await world.emulator.control('POST', '/callbacks/storm', {
        clientId: seeded.clientId,
        topic: '/v1.0/agi/plugins/callback',
        payloads,
        perSecond: PER_SECOND,
        seconds: SECONDS,
        patienceSeconds: PATIENCE_SECONDS,
      });

      // DingTalk asks for other connections.
      await afterShare(0.2);
      for (const { id } of await connections())
        await world.emulator.control('POST', `/connections/${id}/disconnect`, {});
      await allConnected();
      await memory.look();
      // One breaks, and the ticket for the next has run out.
      await afterShare(0.4);
      await world.emulator.control('PUT', '/faults/ticket_expired', { times: 1 });
      const [one] = await connections();
      await world.emulator.control('DELETE', `/connections/${one?.id}`);
      await allConnected();
      await memory.look();
      // All of them break.
      await afterShare(0.7);
      await world.emulator.control('DELETE', '/connections');
      await allConnected();
      await until('all are answered', async () => (await progress()).ended, WITHIN_MS);
      await memory.look();

      const end = await progress();
      const used = await cpu.used();
      const { strayAnswers } = await world.emulator.control<{ strayAnswers: number }>('GET', '/callbacks');
      const byBroker = await Promise.all(world.brokers.map(({ url }) => answeredBy(url)));
      const times = Object.values(await service.times());
      const each = (ms: number) => (ms / end.sent).toFixed(2);
      report.add({
        calls: end.sent,
        'sent /s': end.perSecond,
        answered: end.answered,
        'sent again': end.sentAgain,
        'answers to none': strayAnswers,
        failures: Object.values(end.failures).reduce((sum, count) => sum + count, 0),
        'worked on twice': times.filter((count) => count > 1).length,
        'median ms': end.medianMs,
        '99 % ms': end.ninetyNinthMs,
        'questions whose': await questions(),
        connections: Object.keys(end.connections).length,
        'of each broker': byBroker.join(' + '),
        'CPU ms each': each(used.brokers + used.PostgreSQL),
        'of it brokers': each(used.brokers),
        PostgreSQL: each(used.PostgreSQL),
        DingTalk: each(used.DingTalk),
        service: each(used.service),
        'RSS before MB': memory.before,
        'at its height MB': memory.height,
      });
      expect(end).toMatchObject({ unanswered: 0, failures: {}, answers: PER_SECOND * SECONDS });
      expect(strayAnswers).toBe(0);
      expect(times).toHaveLength(PER_SECOND * SECONDS);
      // Only what was sent again, and by then had been done by a broker whose connection broke.
      expect(times.filter((count) => count > 1).length).toBeLessThanOrEqual(end.sentAgain);
      expect(await questions()).toBeLessThanOrEqual(PEOPLE * REPLICAS);
      expect(Math.min(...byBroker)).toBeGreaterThan(0);
      expect(memory.growth).toBeLessThan(MEMORY_GROWTH_MAX);
    },
    10 * 60_000,
  );
});
