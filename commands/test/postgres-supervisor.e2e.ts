import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { isAlive } from '../steps/processes.mjs';
import { RunningCommand, until } from './running-command.js';

interface Ready {
  url: string;
  port: number;
  pid: number;
  reused: boolean;
  fresh: boolean;
}

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let commands: RunningCommand[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'broker-supervisor-'));
    chmodSync(folder, 0o711);
    commands = [];
  });

  afterEach(async () => {
    await Promise.all(commands.map((command) => command.closeStdin()));
    rmSync(folder, { recursive: true, force: true });
  });

  async function supervise(dataDir = folder): Promise<{ command: RunningCommand; ready: Ready }> {
    const command = new RunningCommand(['commands/postgres-supervisor.mjs', dataDir]);
    commands.push(command);
    return { command, ready: JSON.parse(await command.firstLine()) };
  }

  async function ask(url: string, text: string): Promise<Record<string, unknown> | undefined> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 60_000 });
    await client.connect();
    try {
      return (await client.query(text)).rows[0];
    } finally {
      await client.end();
    }
  }

  const postmasterPid = (pid: number) => [pid, folder, 1, 1, '', '127.0.0.1', '', 'ready', ''].join('\n');

  it('keeps data, address and password from one start to the next', async () => {
    const first = await supervise();
    await ask(first.ready.url, "create table kept as select 'still here' as word");
    expect(first.ready).toMatchObject({ fresh: true, reused: false });
    expect((await first.command.closeStdin()).code).toBe(0);
    expect(isAlive(first.ready.pid)).toBe(false);

    const second = await supervise();
    expect(second.ready).toMatchObject({ url: first.ready.url, fresh: false, reused: false });
    expect(await ask(second.ready.url, 'select word from kept')).toEqual({ word: 'still here' });
  });

  it('ends when the process that started it is killed', async () => {
    const script = `
      import { startPostgres } from './commands/steps/postgres.mjs';
      const { pid, supervisorPid } = await startPostgres({ dataDir: process.argv[1] });
      console.log(JSON.stringify({ pid, supervisorPid }));
    `;
    const parent = new RunningCommand(['--input-type=module', '--eval', script, folder]);
    commands.push(parent);
    const { pid, supervisorPid } = JSON.parse(await parent.firstLine());
    await parent.kill();

    await until(() => !isAlive(pid) && !isAlive(supervisorPid));
    expect(existsSync(path.join(folder, 'cluster', 'postmaster.pid'))).toBe(false);
  });

  it('is taken over, running, by the next start after its supervisor was killed', async () => {
    const killed = await supervise();
    await killed.command.kill();
    expect(isAlive(killed.ready.pid)).toBe(true);

    const next = await supervise();
    expect(next.ready).toMatchObject({ pid: killed.ready.pid, url: killed.ready.url, reused: true });
    await next.command.closeStdin();
    expect(isAlive(killed.ready.pid)).toBe(false);
  });

  it('never runs as root, and keeps its password from everybody else', async () => {
    const { ready } = await supervise();
    const owner = statSync(path.join(folder, 'cluster')).uid;
    expect(owner).not.toBe(0);
    expect(statSync(path.join(folder, 'connection.json')).mode & 0o077).toBe(0);
    await expect(ask(ready.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/);
  });

  it('starts after a power loss, when the number in postmaster.pid belongs to another program', async () => {
    await (await supervise()).command.closeStdin();
    writeFileSync(path.join(folder, 'cluster', 'postmaster.pid'), postmasterPid(process.pid));

    expect((await supervise()).ready.reused).toBe(false);
  });

  it('starts after its predecessor was killed, although nobody collected that one', async () => {
    await (await supervise()).command.closeStdin();
    // A parent that starts a child and then becomes a program that never asks for its children's end.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
      await until(() => !isAlive(pid));
      writeFileSync(path.join(folder, 'cluster', 'postmaster.pid'), postmasterPid(pid));

      const { ready } = await supervise();
      expect(ready.reused).toBe(false);
      expect(await ask(ready.url, 'select 1 as one')).toEqual({ one: 1 });
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('moves to another port when its own was taken meanwhile', async () => {
    const first = await supervise();
    await first.command.closeStdin();
    const thief = net.createServer();
    await new Promise<void>((resolve) => thief.listen(first.ready.port, '127.0.0.1', resolve));
    try {
      const { ready } = await supervise();
      expect(ready.port).not.toBe(first.ready.port);
      expect(await ask(ready.url, 'select 1 as one')).toEqual({ one: 1 });
    } finally {
      thief.close();
    }
  });

  it('says what is missing instead of making a new password for old data', async () => {
    await (await supervise()).command.closeStdin();
    rmSync(path.join(folder, 'connection.json'));

    const command = new RunningCommand(['commands/postgres-supervisor.mjs', folder]);
    const answer = JSON.parse(await command.firstLine());
    expect(answer.failure).toContain('connection.json is missing');
    expect((await command.ended).code).toBe(1);
    expect(existsSync(path.join(folder, 'cluster', 'PG_VERSION'))).toBe(true);
  });

  it('removes its data at the end when it was only borrowed', async () => {
    const borrowed = path.join(folder, 'borrowed');
    const command = new RunningCommand(['commands/postgres-supervisor.mjs', borrowed, '--throw-away']);
    const { pid } = JSON.parse(await command.firstLine());
    expect(readFileSync(path.join(borrowed, 'cluster', 'postmaster.pid'), 'utf8')).toContain(String(pid));
    await command.closeStdin();
    expect(existsSync(borrowed)).toBe(false);
  });
});
