import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { OPERATOR_TOKEN } from '../../apps/broker/test/harness/broker.js';
import { everythingOfDemo, startWorld, type World } from '../../apps/broker/test/harness/world.js';
import { DemoFile, seedDemo } from '../steps/demo.mjs';

describe('the demo of npm start', () => {
  let folder: string;
  let world: World;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'broker-demo-'));
    world = await startWorld();
  });
  afterEach(async () => {
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const seed = () =>
    seedDemo({
      brokerUrl: world.url,
      operatorToken: OPERATOR_TOKEN,
      demoFile: new DemoFile(path.join(folder, 'demo.json')),
      database: 'test',
      signal: AbortSignal.timeout(60_000),
    });
  const names = async (list: string) => {
    const { body } = await world.operator('GET', list);
    return (body.items as { name: string }[]).map(({ name }) => name);
  };

  it('is seeded into an empty database, once', async () => {
    const first = await seed();
    expect(first).toMatchObject({ clientId: expect.stringContaining('demo-caller') });
    expect(await seed()).toEqual(first);
    expect(await names('/applications')).toEqual(['demo']);
    expect(await names('/callers')).toEqual(['demo-caller']);
  });

  it('is completed after a start was killed between the application and the caller', async () => {
    await world.registerDemo();
    expect(await seed()).toMatchObject({ clientId: expect.stringContaining('demo-caller') });
    expect(await names('/callers')).toEqual(['demo-caller']);
  });

  it('is not added to a database that has an application of its own', async () => {
    await world.registerDemo({ name: 'hr-assistant' });
    expect(await seed()).toBeUndefined();
    expect(await names('/applications')).toEqual(['hr-assistant']);
    expect(await names('/callers')).toEqual([]);
  });

  it('is not added to a demo application that has callers already', async () => {
    await world.registerDemo();
    await world.createCaller('todo-sync', [everythingOfDemo]);
    expect(await seed()).toBeUndefined();
    expect(await names('/callers')).toEqual(['todo-sync']);
  });
});
