/** `npm run emulator`: the DingTalk emulator alone, in the foreground, for tests of any DingTalk integration. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { settledWithin } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { openDataFolder } from './steps/folders.mjs';
import { claimPort, readPort } from './steps/ports.mjs';
import { programs } from './steps/product.mjs';

const STOP_MILLISECONDS = 5_000;

await runCommand(async ({ progress, signal }) => {
  const host = process.env.EMULATOR_HOST || '127.0.0.1';
  const port = readPort(process.env, 'EMULATOR_PORT', 8090);
  await claimPort({ port, host, variable: 'EMULATOR_PORT', command: 'npm run emulator' });
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });

  const data = openDataFolder();
  const emulator = spawn(process.execPath, [programs.emulator, '--exit-with-stdin'], {
    env: {
      ...process.env,
      EMULATOR_HOST: host,
      EMULATOR_PORT: String(port),
      EMULATOR_DATA_FILE: process.env.EMULATOR_DATA_FILE || path.join(data, 'emulator.jsonl'),
    },
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  emulator.stdin.on('error', () => {});
  const exited = new Promise((resolve) => emulator.once('exit', resolve));
  const asked = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await Promise.race([exited, asked]);
  if (!signal.aborted) return emulator.exitCode ?? 1;

  emulator.stdin.end();
  if (!(await settledWithin(exited, STOP_MILLISECONDS))) emulator.kill('SIGKILL');
  return 0;
});
