import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../steps/ports.mjs';
import { type Ended, RunningCommand } from './running-command.js';

describe('npm start refuses, before it starts anything', () => {
  let data: string;
  let other: net.Server;
  let taken: number;

  beforeEach(async () => {
    data = mkdtempSync(path.join(os.tmpdir(), 'broker-start-'));
    other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    taken = (other.address() as net.AddressInfo).port;
  });

  afterEach(() => {
    other.close();
    rmSync(data, { recursive: true, force: true });
  });

  async function start(env: NodeJS.ProcessEnv): Promise<Ended> {
    const answer = await new RunningCommand(['commands/start.mjs'], { DATA_DIR: data, ...env }).ended;
    expect(answer.code).toBe(1);
    expect(answer.stdout).toBe('');
    expect(existsSync(path.join(data, 'postgres'))).toBe(false);
    return answer;
  }

  it.each(['HTTP_PORT', 'GRPC_PORT', 'EMULATOR_PORT'])(
    'a taken %s, and says what to type instead',
    async (variable) => {
      const free = {
        HTTP_PORT: String(await freePort()),
        GRPC_PORT: String(await freePort()),
        EMULATOR_PORT: String(await freePort()),
      };
      const { stderr } = await start({ ...free, [variable]: String(taken) });
      expect(stderr).toMatch(
        new RegExp(`Port ${taken} is taken by another program\\. Stop it, or: ${variable}=\\d+ npm start`),
      );
    },
  );

  it.each([
    ['HTTP_PORT', '80800'],
    ['GRPC_PORT', '0'],
    ['EMULATOR_PORT', 'eighty'],
    ['PUBLIC_URL', 'broker.example'],
  ])('a malformed %s, by its name', async (variable, value) => {
    const { stderr } = await start({ [variable]: value });
    expect(stderr).toContain(variable);
    expect(stderr).not.toContain('    at ');
  });

  it('beside another start from the same folder, and says how to stop that one', async () => {
    const running = spawn(process.execPath, ['--eval', 'process.stdin.resume()', 'start.mjs'], { stdio: 'pipe' });
    try {
      writeFileSync(path.join(data, 'running.json'), JSON.stringify({ pid: running.pid, children: [] }));
      const { stderr } = await start({});
      expect(stderr).toContain(`Already running from this folder (process ${running.pid})`);
      expect(stderr).toContain(`kill ${running.pid}`);
    } finally {
      running.kill();
    }
  });
});
