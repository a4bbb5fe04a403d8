import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { lastLinesOf, settledWithin } from './children.mjs';
import { CommandFailure } from './failure.mjs';
import { inProject } from './folders.mjs';
import { signal as send } from './processes.mjs';

/** Longer than the supervisor itself needs, at worst, to end the server. */
const STOP_MILLISECONDS = 6_000;

/**
 * A PostgreSQL of our own in `dataDir`, kept between starts; `throwAway` removes it when it stops. Without `fsync` it
 * loses nothing when processes are killed, and anything when the machine is. It ends with this process, however this
 * process ends. Answers `{ url, version, reused, fresh, exited, stop() }`.
 */
export async function startPostgres({
  dataDir,
  log = () => {},
  maxConnections = 100,
  throwAway = false,
  fsync = true,
  signal,
}) {
  signal?.throwIfAborted();
  const args = [dataDir, `--max-connections=${maxConnections}`];
  if (throwAway) args.push('--throw-away');
  if (!fsync) args.push('--no-fsync');
  // Its own process group: the terminal's Ctrl-C must not reach PostgreSQL before the broker has let go of it.
  const supervisor = spawn(process.execPath, [inProject('commands', 'postgres-supervisor.mjs'), ...args], {
    detached: true,
    windowsHide: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  supervisor.stdin.on('error', () => {});
  createInterface({ input: supervisor.stderr }).on('line', log);
  const exited = new Promise((resolve) => {
    supervisor.once('error', (error) => resolve({ code: null, error }));
    supervisor.once('exit', (code, name) => resolve({ code, signal: name }));
  });
  const stop = async () => {
    supervisor.stdin.end();
    if (await settledWithin(exited, STOP_MILLISECONDS)) return;
    send(supervisor.pid, 'SIGKILL');
    await exited;
  };

  const answers = createInterface({ input: supervisor.stdout })[Symbol.asyncIterator]();
  const abort = () => supervisor.stdin.end();
  signal?.addEventListener('abort', abort, { once: true });
  const { value: line } = await answers.next();
  signal?.removeEventListener('abort', abort);
  if (signal?.aborted) {
    await stop();
    signal.throwIfAborted();
  }
  const answer = line ? JSON.parse(line) : { failure: 'The embedded PostgreSQL did not start.', details: [] };
  if (answer.failure) {
    await stop();
    throw new CommandFailure(answer.failure, { details: answer.details });
  }
  const { url, version, reused, fresh, pid } = answer;
  const name = 'PostgreSQL';
  const lastLines = () => lastLinesOf(path.join(dataDir, 'server.log'));
  return {
    name,
    title: name,
    url,
    version,
    reused,
    fresh,
    pid,
    supervisorPid: supervisor.pid,
    exited,
    stop,
    lastLines,
  };
}
