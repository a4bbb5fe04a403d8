import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const POLL_MILLISECONDS = 50;

export const isAlive = (pid) => isListed(pid) && !isZombie(pid);

/** Whether the system still knows the number, be it of a living process or of a dead one that nobody collected. */
export function isListed(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Killed, but not yet collected by its parent: it holds nothing any more, and in a container may stay so for ever. */
function isZombie(pid) {
  if (process.platform !== 'linux') return false;
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** The command line of a living process, or '' if there is none or the system will not say: pids are used again. */
export function commandOf(pid) {
  if (!isAlive(pid)) return '';
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    } catch {
      return '';
    }
  }
  const listed = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8', timeout: 5_000 });
  return listed.status === 0 ? listed.stdout.trim() : '';
}

export const parentOf = (pid) => {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
};

/** True once the process is gone, false if it is still there after the given time. */
export async function goneWithin(pid, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (isAlive(pid)) {
    if (Date.now() >= deadline) return false;
    await wait(POLL_MILLISECONDS);
  }
  return true;
}

/** A signal to a process that may have ended meanwhile, which is what the sender wanted. */
export function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** To a process started with `detached`, and everything it started. Windows has no groups: there only the process. */
export const signalGroup = (pid, name) => signal(process.platform === 'win32' ? pid : -pid, name);
