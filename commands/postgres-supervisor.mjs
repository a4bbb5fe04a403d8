/**
 * Looks after the embedded PostgreSQL:
 *
 *     node commands/postgres-supervisor.mjs FOLDER [--max-connections=N] [--throw-away] [--no-fsync]
 *
 * Prints one line of JSON when the server is ready, `{url, port, pid, reused, fresh, version}`, or `{failure, details}`.
 * Its stdin is a pipe from whoever started it. When that closes, because the parent ended or was killed, it stops
 * PostgreSQL and ends. If it is itself killed, PostgreSQL goes on, and the next supervisor takes it over.
 */
import { readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lastLinesOf } from './steps/children.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { postgresBinaries } from './steps/postgres-binaries.mjs';
import { PostgresCluster } from './steps/postgres-cluster.mjs';
import { runServer, stopServer } from './steps/postgres-server.mjs';
import { commandOf, goneWithin, isAlive } from './steps/processes.mjs';

const PREDECESSOR_MILLISECONDS = 15_000;
const WATCH_MILLISECONDS = 500;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'max-connections': { type: 'string', default: '100' },
    'throw-away': { type: 'boolean', default: false },
    'no-fsync': { type: 'boolean', default: false },
  },
});

const asked = new Promise((resolve) => {
  process.stdin.on('end', resolve).on('error', resolve).resume();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, resolve);
});
process.stdout.on('error', () => {});

try {
  await supervise(path.resolve(positionals[0]));
} catch (error) {
  const { message, details = [] } = error instanceof CommandFailure ? error : { message: error.stack };
  say({ failure: message, details });
  process.exitCode = 1;
}
process.stdin.destroy();

async function supervise(folder) {
  const cluster = new PostgresCluster(folder, await postgresBinaries());
  const claim = await claimSupervision(cluster.folder);
  try {
    const fresh = await cluster.open();
    const server = await runServer(cluster, {
      maxConnections: Number(values['max-connections']),
      outlastsPowerLoss: !values['no-fsync'],
    });
    say({ ...server, fresh, version: cluster.version });
    if (await Promise.race([asked.then(() => true), endOf(server.pid).then(() => false)])) {
      await stopServer(cluster, server.pid);
    } else {
      throw new CommandFailure('PostgreSQL ended by itself.', { details: lastLinesOf(cluster.log) });
    }
  } finally {
    unlinkSync(claim);
    if (values['throw-away']) rmSync(folder, { recursive: true, force: true });
  }
}

/** One supervisor per folder. A predecessor whose parent was just killed is still stopping its server: wait for it. */
async function claimSupervision(folder) {
  const file = path.join(folder, 'supervisor.pid');
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
      return file;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const other = Number(readFileSync(file, 'utf8'));
    if (commandOf(other).includes('postgres-supervisor') && !(await goneWithin(other, PREDECESSOR_MILLISECONDS))) {
      throw new CommandFailure(`The embedded PostgreSQL in ${folder} is in use (process ${other}).`);
    }
    rmSync(file, { force: true });
  }
}

/** A server taken over is not our child, so its end is seen only by looking. */
function endOf(pid) {
  return new Promise((resolve) => {
    const watching = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(watching);
      resolve();
    }, WATCH_MILLISECONDS);
    watching.unref();
  });
}

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
