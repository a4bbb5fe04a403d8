import { parentOf } from './processes.mjs';

const PARENT_POLL_MILLISECONDS = 1_000;

/**
 * One signal for every way in which a command is asked to end: Ctrl-C (npm forwards it, so it may arrive twice),
 * SIGTERM, a closed terminal, or a parent that disappeared without a word.
 */
export function interruption() {
  const controller = new AbortController();
  const abort = () => controller.abort(new Interrupted());
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, abort);
  // A terminal that is gone cannot be written to; that must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

  const ancestors = lineOfParents();
  const watching = setInterval(() => {
    if (lineOfParents().join() !== ancestors.join()) abort();
  }, PARENT_POLL_MILLISECONDS);
  watching.unref();
  return controller.signal;
}

class Interrupted extends Error {
  name = 'Interrupted';
}

/** The parent and its parent: npm runs a script through a shell, and a killed npm leaves that shell standing. */
const lineOfParents = () => [process.ppid, parentOf(process.ppid)];
