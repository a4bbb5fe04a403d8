import path from 'node:path';
import { runTool, settledWithin, startChild } from './children.mjs';
import { CommandFailure } from './failure.mjs';
import { inProject, projectRoot } from './folders.mjs';
import { untilReady } from './http.mjs';

/** The built programs, as they are started on a developer's machine. */
export const programs = {
  broker: inProject('dist', 'programs', 'broker', 'main.js'),
  migrate: inProject('dist', 'programs', 'broker', 'migrate.js'),
  seedLarge: inProject('dist', 'programs', 'broker', 'seed-large.js'),
  emulator: inProject('dist', 'programs', 'dingtalk-emulator', 'main.js'),
  example: inProject('dist', 'apps', 'example-service', 'src', 'main.js'),
};

const READY_MILLISECONDS = 60_000;
/** With the time PostgreSQL takes afterwards, below the ten seconds in which everything has to be gone. */
const STOP_MILLISECONDS = 4_000;

/** Applies the migrations; answers the line to show. */
export async function migrate({ env, signal }) {
  const { code, tail } = await runTool(process.execPath, [programs.migrate], { cwd: projectRoot, env, signal });
  if (code !== 0) {
    throw new CommandFailure('The migrations could not be applied. Mend what is named below, then: npm start', {
      details: tail,
    });
  }
  return tail.at(-1) ?? '';
}

/** Starts the emulator and hands it to `started` at once; answers its address when it is ready. */
export async function startEmulator({ env, data, started, signal }) {
  let announce;
  const announced = new Promise((resolve) => {
    announce = resolve;
  });
  const emulator = startChild({
    name: 'emulator',
    file: programs.emulator,
    args: ['--exit-with-stdin'],
    env,
    log: path.join(data, 'emulator.log'),
    onLine: (line) => {
      const said = parsed(line);
      if (said?.ready) announce(said.url);
    },
    stopMilliseconds: STOP_MILLISECONDS,
  });
  started(emulator);
  await settledWithin(Promise.race([announced, emulator.exited, abortOf(signal)]), READY_MILLISECONDS);
  signal.throwIfAborted();
  const url = await Promise.race([announced, undefined]);
  if (!url) throw notReady(emulator, 'it did not say that it is ready');
  return url;
}

/** Starts the broker and hands it to `started` at once; returns when it is ready. */
export async function startBroker({ env, data, url, started, signal }) {
  const broker = startChild({
    name: 'broker',
    file: programs.broker,
    args: ['--exit-with-stdin'],
    env,
    log: path.join(data, 'broker.log'),
    stopMilliseconds: STOP_MILLISECONDS,
  });
  started(broker);
  const { ready, last } = await untilReady(`${url}/readyz`, {
    milliseconds: READY_MILLISECONDS,
    signal,
    hasEnded: broker.hasEnded,
  });
  if (!ready) throw notReady(broker, last);
}

/** A part that ended although nobody asked it to. */
export function endedByItself(part, { code, signal }) {
  return withLastWords(part, `${part.title} ended unexpectedly (${signal ?? `exit code ${code}`})`);
}

const notReady = (part, last) =>
  withLastWords(
    part,
    part.hasEnded() ? `${part.title} ended while starting` : `${part.title} did not become ready: ${last}`,
  );

function withLastWords(part, message) {
  const details = part.lastLines();
  return new CommandFailure(details.length > 0 ? `${message}. Its last lines:` : `${message} and said nothing.`, {
    details,
  });
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

const abortOf = (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
