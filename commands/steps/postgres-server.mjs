import { spawn, spawnSync } from 'node:child_process';
import { closeSync, rmSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { lastLinesOf, openLog } from './children.mjs';
import { CommandFailure } from './failure.mjs';
import { commandOf, goneWithin, isAlive, isListed, signal } from './processes.mjs';

const START_MILLISECONDS = 60_000;
const CONNECT_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 25;
const UNCOLLECTED_MILLISECONDS = 5_000;
const FAST_STOP_MILLISECONDS = 3_000;
const IMMEDIATE_STOP_MILLISECONDS = 1_000;

/** A running server of this cluster: the one an earlier, killed supervisor left behind, else a new one. */
export async function runServer(cluster, asked) {
  const orphan = await findOrphan(cluster);
  if (orphan) return { ...orphan, reused: true };
  const launched = await launch(cluster, asked);
  if (launched) return { ...launched, reused: false };
  // Somebody else took the remembered port while we were away.
  await cluster.moveToFreePort();
  const moved = await launch(cluster, asked);
  if (moved) return { ...moved, reused: false };
  throw new CommandFailure('PostgreSQL found no port to listen on.', { details: lastLinesOf(cluster.log) });
}

/**
 * The process in postmaster.pid is taken over only when it proves to be this cluster's: it knows our password and
 * names our folder. A number that belongs to some other program by now is a leftover of a power loss; PostgreSQL
 * itself would refuse to start beside it.
 */
async function findOrphan(cluster) {
  const deadline = Date.now() + START_MILLISECONDS;
  while (Date.now() < deadline) {
    const { pid, port } = cluster.postmaster ?? {};
    if (!isAlive(pid)) {
      await outwaitUncollected(cluster, pid);
      return undefined;
    }
    const command = commandOf(pid);
    if (command && !command.includes(cluster.cluster)) {
      rmSync(cluster.postmasterFile, { force: true });
      return undefined;
    }
    if (port && (await folderServedAt(cluster.urlAt(port))) === cluster.cluster) {
      return { pid, port, url: cluster.urlAt(port) };
    }
    // It is starting, or on its way out: ask again.
    await wait(POLL_MILLISECONDS);
  }
  throw new CommandFailure(
    `A PostgreSQL (process ${cluster.postmaster?.pid}) holds ${cluster.cluster} and does not answer. ` +
      `End it: kill -QUIT ${cluster.postmaster?.pid}`,
    { details: lastLinesOf(cluster.log) },
  );
}

/**
 * A killed server that its parent has not collected yet still looks alive to PostgreSQL, which refuses to start
 * beside it; in a container without an init that is for ever. Its helpers end by themselves within the time given.
 */
async function outwaitUncollected(cluster, pid) {
  const deadline = Date.now() + UNCOLLECTED_MILLISECONDS;
  while (isListed(pid)) {
    if (Date.now() > deadline) return rmSync(cluster.postmasterFile, { force: true });
    await wait(POLL_MILLISECONDS);
  }
}

async function folderServedAt(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MILLISECONDS });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query({ text: 'show data_directory', query_timeout: CONNECT_MILLISECONDS });
    return rows[0].data_directory;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Answers undefined if the port turned out to be taken. */
async function launch(cluster, { maxConnections, outlastsPowerLoss }) {
  const { port } = cluster.connection;
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    fsync: outlastsPowerLoss ? 'on' : 'off',
    full_page_writes: outlastsPowerLoss ? 'on' : 'off',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
  };
  const [command, args, options] = cluster.account.command(cluster.binaries.postgres, [
    ...['-D', cluster.cluster],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  // The log is a file and the process group its own, so that the server outlives a killed supervisor unharmed.
  const log = openLog(cluster.log);
  const child = spawn(command, args, { ...options, detached: true, windowsHide: true, stdio: ['ignore', log, log] });
  closeSync(log);
  let ended = false;
  const exited = new Promise((resolve) => {
    child.once('error', resolve);
    child.once('exit', resolve);
  }).then(() => {
    ended = true;
  });

  const deadline = Date.now() + START_MILLISECONDS;
  while (!(cluster.postmaster?.pid === child.pid && cluster.postmaster.status === 'ready')) {
    if (ended) {
      const said = lastLinesOf(cluster.log);
      if (said.slice(-5).some((line) => line.includes('could not create any TCP/IP sockets'))) return undefined;
      throw new CommandFailure('PostgreSQL did not start.', { details: said });
    }
    if (Date.now() > deadline) {
      signal(child.pid, 'SIGQUIT');
      throw new CommandFailure('PostgreSQL was not ready in time.', { details: lastLinesOf(cluster.log) });
    }
    await Promise.race([wait(POLL_MILLISECONDS), exited]);
  }
  return { pid: child.pid, port, url: cluster.urlAt(port) };
}

/** Fast shutdown: sessions are ended and everything is written. If that takes too long, recovery does it at the next start. */
export async function stopServer(cluster, pid) {
  if (process.platform === 'win32') {
    // Signals end a process on the spot there; pg_ctl knows the server's own way.
    spawnSync(cluster.binaries.pg_ctl, ['stop', '-D', cluster.cluster, '-m', 'fast'], {
      timeout: FAST_STOP_MILLISECONDS,
    });
    return;
  }
  for (const [name, milliseconds] of [
    ['SIGINT', FAST_STOP_MILLISECONDS],
    ['SIGQUIT', IMMEDIATE_STOP_MILLISECONDS],
    ['SIGKILL', IMMEDIATE_STOP_MILLISECONDS],
  ]) {
    signal(pid, name);
    if (await goneWithin(pid, milliseconds)) return;
  }
}
