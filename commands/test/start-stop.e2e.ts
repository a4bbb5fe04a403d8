import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { consentAs } from '../../apps/broker/test/harness/person.js';
import { claimPort } from '../steps/ports.mjs';
import { paste } from './printed-request.js';
import { allGone, newPlace, type Place, postgresOf, StartedProduct, withDescendants } from './started-product.js';

/** What npm runs; npm itself, and the shell it puts in between, have their own idea of an exit code after Ctrl-C. */
const start = (place: Place) => StartedProduct.start(place, [process.execPath, 'commands/start.mjs']);

describe('npm start', () => {
  let place: Place;
  let product: StartedProduct;
  let firstStart: number;

  beforeAll(async () => {
    place = await newPlace();
    product = await start(place);
    const page = await consentAs(product.banner.consentUrl, { as: 'zhangsan' });
    expect(page.code).toBe('granted');
    firstStart = product.banner.seconds;
  });

  afterAll(async () => {
    await product?.stop();
    place?.remove();
  });

  async function handsOutATokenThatDingTalkAccepts(): Promise<void> {
    const { accessToken = '' } = await paste(product.banner.request);
    const answer = await fetch(`${product.banner.emulatorUrl}v1.0/contact/users/me`, {
      headers: { 'x-acs-dingtalk-access-token': accessToken },
      signal: AbortSignal.timeout(60_000),
    });
    expect(await answer.json()).toMatchObject({ nick: '张三' });
  }

  /** How much slower than it should be this machine is: the first start makes the database, and needs ten seconds at most. */
  const slowness = () => Math.max(1, firstStart / 10);
  const portIsFree = (port: number) => claimPort({ port, host: '127.0.0.1', variable: 'A_PORT', command: 'npm start' });

  it('prints a request that answers with the token, for a person who consented', handsOutATokenThatDingTalkAccepts);

  it('stops everything soon after Ctrl-C, says so, and the next start finds the grant', async () => {
    const { port } = JSON.parse(readFileSync(path.join(place.dataDir, 'postgres', 'connection.json'), 'utf8'));
    const processes = product.processes();
    // The command itself, PostgreSQL and its supervisor, the emulator, the broker; PostgreSQL's own helpers on top.
    expect(processes.length).toBeGreaterThanOrEqual(5);

    const pressedAt = Date.now();
    expect(await product.pressCtrlC()).toBe(0);
    await allGone(processes);
    expect(Date.now() - pressedAt).toBeLessThan(10_000 * slowness());
    expect(product.output().trimEnd().split('\n').at(-1)).toBe('  Stopping… broker, emulator, PostgreSQL. Bye.');
    for (const taken of [place.httpPort, place.grpcPort, place.emulatorPort, port]) await portIsFree(taken);

    product = await start(place);
    expect(product.output()).toMatch(/ok {2}build +up to date/);
    expect(product.banner.seconds).toBeLessThan(20 * slowness());
    await handsOutATokenThatDingTalkAccepts();
  });

  it('takes its parts along when it is killed, and the next start finds the grant', async () => {
    const [leader = 0, ...parts] = product.processes();
    process.kill(leader, 'SIGKILL');
    await allGone(parts);

    product = await start(place);
    expect(product.banner.seconds).toBeLessThan(20 * slowness());
    await handsOutATokenThatDingTalkAccepts();
  });

  it('takes PostgreSQL over when everything around it was killed at once', async () => {
    const ofPostgres = new Set(withDescendants(postgresOf(place.dataDir)));
    const around = product.processes().filter((pid) => !ofPostgres.has(pid));
    killAtOnce(around);
    await allGone(around);

    product = await start(place);
    expect(product.output()).toMatch(/PostgreSQL .*, taken over from an interrupted run/);
    await handsOutATokenThatDingTalkAccepts();
  });

  it('recovers when everything was killed at once, PostgreSQL too', async () => {
    const processes = product.processes();
    killAtOnce(processes);
    await allGone(processes);

    product = await start(place);
    expect(product.banner.seconds).toBeLessThan(20 * slowness());
    await handsOutATokenThatDingTalkAccepts();
  });
});

/** Stopped first: one that dies a moment later must not use the moment to see the others go and clean up after them. */
function killAtOnce(pids: readonly number[]): void {
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
    for (const pid of pids) process.kill(pid, signal);
  }
}
