import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, lchownSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './failure.mjs';

const NOBODY = 65_534;
const PROBE_MILLISECONDS = 10_000;

/** Nothing of the developer's shell (PGDATA, PGPORT, LD_PRELOAD …) reaches the server. */
const serverEnvironment = {
  LC_ALL: 'C',
  TZ: 'UTC',
  PATH: process.env.PATH,
  ...(process.platform === 'win32' && { SystemRoot: process.env.SystemRoot, TEMP: process.env.TEMP }),
};

/**
 * PostgreSQL refuses to run as root. So a root shell (a container, CI) runs it
 *   1. as the account that owns the cluster already, else `postgres`, else `nobody`, if that account can reach the
 *      binaries and the folder; no account is created on the machine;
 *   2. where it cannot (a project under /root): in a user namespace, in which root goes by another number.
 * Everybody else runs it as themselves.
 *
 * `command(file, args)` answers what to give to `spawn`; `own(path)` hands a path, with all below it, to the account.
 */
export function serverAccount({ binaries, folder, cluster }) {
  if (process.getuid?.() !== 0) {
    refuseForeign(cluster);
    return { command: (file, args) => [file, args, { env: serverEnvironment }], own: () => {} };
  }

  chmodSync(folder, 0o711);
  for (const ids of candidates(cluster)) {
    if (!canRun(ids, binaries.postgres, ['--version']) || !canRun(ids, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]))
      continue;
    return {
      command: (file, args) => [file, args, { env: serverEnvironment, ...ids }],
      own: (target) => own(target, ids),
    };
  }

  const wrapped = (file, args) => ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, file, ...args];
  const probe = spawnSync('unshare', wrapped(binaries.postgres, ['--version']), { timeout: PROBE_MILLISECONDS });
  if (probe.status !== 0) {
    throw new CommandFailure(
      `PostgreSQL does not run as root, and no other account can reach ${folder}. ` +
        'Run this as another user, move the project out of a private folder, or set DATABASE_URL.',
      { details: [String(probe.error?.message ?? probe.stderr).trim()] },
    );
  }
  return {
    command: (file, args) => ['unshare', wrapped(file, args), { env: serverEnvironment }],
    own: (target) => own(target, { uid: 0, gid: 0 }),
  };
}

function refuseForeign(cluster) {
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid;
  if (process.platform === 'win32' || owner === undefined || owner === process.getuid()) return;
  throw new CommandFailure(
    `${cluster} belongs to another account (uid ${owner}): it was last used as root. ` +
      'Run this as root again, or as that account, or start afresh by removing the folder.',
  );
}

function candidates(cluster) {
  const found = [];
  const owner = statSync(cluster, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) found.push({ uid: owner.uid, gid: owner.gid });
  for (const name of ['postgres', 'nobody']) {
    const entry = readFileSync('/etc/passwd', 'utf8').match(new RegExp(`^${name}:[^:]*:(\\d+):(\\d+):`, 'm'));
    if (entry) found.push({ uid: Number(entry[1]), gid: Number(entry[2]) });
  }
  return found;
}

const canRun = (ids, file, args) => spawnSync(file, args, { ...ids, timeout: PROBE_MILLISECONDS }).status === 0;

function own(target, { uid, gid }) {
  const stat = statSync(target);
  if (stat.uid === uid) return;
  if (stat.isDirectory()) for (const name of readdirSync(target)) ownBelow(path.join(target, name), uid, gid);
  chownSync(target, uid, gid);
}

/** The folder itself goes last: interrupted halfway, the next start sees the old owner and does it again. */
function ownBelow(target, uid, gid) {
  lchownSync(target, uid, gid);
  if (statSync(target, { throwIfNoEntry: false })?.isDirectory()) {
    for (const name of readdirSync(target)) ownBelow(path.join(target, name), uid, gid);
  }
}
