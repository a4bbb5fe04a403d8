import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { runTool } from './children.mjs';

/** Debian keeps it where only root's path looks. */
const ELSEWHERE = ['/usr/sbin', '/usr/local/sbin', '/usr/bin', '/usr/local/bin'];
const APT = [['update', '-qq'], 'install -qq -y --no-install-recommends pgbouncer'.split(' ')];

/** The first release that keeps prepared statements apart in transaction mode. */
const PREPARES_SINCE = [1, 21];

/**
 * A PgBouncer on this machine, installed from the distribution when we are root: `{ file, prepares }`, where `prepares`
 * says whether it can carry prepared statements. Undefined if there is none.
 */
export async function ensurePgbouncer({ progress, signal }) {
  const step = progress.step('PgBouncer');
  if (!findPgbouncer() && process.getuid?.() === 0) {
    step.update('installing with apt-get');
    // Runlevel 1: the package's own service is not started.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    for (const args of APT) await runTool('apt-get', args, { env, signal });
  }
  const file = findPgbouncer();
  if (!file) return step.done('none: apt-get install pgbouncer');
  const { tail } = await runTool(file, ['--version'], { signal });
  const [, release = '0.0'] = tail.join(' ').match(/PgBouncer (\d+\.\d+)/) ?? [];
  const [major, minor] = release.split('.').map(Number);
  const prepares = major > PREPARES_SINCE[0] || (major === PREPARES_SINCE[0] && minor >= PREPARES_SINCE[1]);
  step.done(`${release}${prepares ? '' : ', which carries no prepared statements'}`);
  return { file, prepares };
}

function findPgbouncer() {
  const folders = [...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean), ...ELSEWHERE];
  return folders.map((folder) => path.join(folder, 'pgbouncer')).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
