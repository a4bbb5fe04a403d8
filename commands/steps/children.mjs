import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, fstatSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { goneWithin, signalGroup } from './processes.mjs';

const TAIL_LINES = 15;
const LOG_BYTES_MAX = 10 * 1024 * 1024;

const endOf = (child) =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });

/**
 * Runs a tool (npm, swc, vite …) to its end and keeps its last lines for the failure message.
 * It has its own process group, so that an interrupt of this command reaches it once, from here, and with its children.
 */
export async function runTool(command, args, { cwd, env = process.env, signal, onLine = () => {} } = {}) {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = endOf(child);
  const abort = async () => {
    if (!child.pid) return;
    signalGroup(child.pid, 'SIGTERM');
    if (!(await settledWithin(ended, 2_000))) signalGroup(child.pid, 'SIGKILL');
  };
  signal?.addEventListener('abort', abort, { once: true });

  const tail = [];
  const keep = (line) => {
    if (!line.trim()) return;
    tail.push(line);
    if (tail.length > TAIL_LINES) tail.shift();
    onLine(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);

  const { code, error } = await ended;
  signal?.removeEventListener('abort', abort);
  signal?.throwIfAborted();
  return { code, tail: error ? [...tail, error.message] : tail };
}

/**
 * Starts a long-running part of the product. Its stdin is a pipe that closes when this process ends, however it ends:
 * that is how a part learns that its parent was killed. Its own process group keeps the terminal's Ctrl-C away from
 * it, so that the parts are stopped in order. Its output goes to a file, which a dead parent cannot break.
 */
export function startChild({ name, file, args = [], env, log, onLine, stopMilliseconds = 5_000 }) {
  const output = openLog(log);
  const saidBefore = fstatSync(output).size;
  const child = spawn(process.execPath, [file, ...args], {
    env,
    detached: true,
    windowsHide: true,
    stdio: ['pipe', onLine ? 'pipe' : output, output],
  });
  closeSync(output);
  child.stdin.on('error', () => {});
  if (onLine) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      appendFileSync(log, `${line}\n`);
      onLine(line);
    });
  }
  const exited = endOf(child);
  let ended = false;
  exited.then(() => {
    ended = true;
  });

  const stop = async () => {
    child.stdin.end();
    if (await settledWithin(exited, stopMilliseconds - 1_500)) return;
    signalGroup(child.pid, 'SIGTERM');
    if (await settledWithin(exited, 1_500)) return;
    signalGroup(child.pid, 'SIGKILL');
    await exited;
  };
  return {
    name,
    title: `The ${name}`,
    pid: child.pid,
    file,
    exited,
    stop,
    hasEnded: () => ended,
    lastLines: () => lastLinesOf(log, saidBefore),
  };
}

/** A process that an earlier, killed command left behind: given the time to notice, then ended. */
export async function endLeftover(pid, milliseconds) {
  if (await goneWithin(pid, milliseconds)) return;
  signalGroup(pid, 'SIGKILL');
  await goneWithin(pid, 2_000);
}

export async function settledWithin(promise, milliseconds) {
  const timer = new AbortController();
  const settled = await Promise.race([
    promise.then(() => true),
    wait(milliseconds, false, { signal: timer.signal }).catch(() => false),
  ]);
  timer.abort();
  return settled;
}

export function openLog(log) {
  if (statSync(log, { throwIfNoEntry: false })?.size > LOG_BYTES_MAX) renameSync(log, `${log}.1`);
  return openSync(log, 'a', 0o600);
}

/** The end of a log, from `offset` bytes on, as a person wants to read it: of pino's JSON lines the message and the error's. */
export function lastLinesOf(log, offset = 0) {
  let text;
  try {
    text = readFileSync(log).subarray(offset).toString('utf8').trimEnd();
  } catch {
    return [];
  }
  return text === '' ? [] : text.split('\n').slice(-TAIL_LINES).map(readable);
}

function readable(line) {
  try {
    const entry = JSON.parse(line);
    if (typeof entry.msg !== 'string') return line;
    return [entry.msg, entry.err?.message].filter((part, at, all) => part && all.indexOf(part) === at).join(': ');
  } catch {
    return line;
  }
}
