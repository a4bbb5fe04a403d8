import { readdir, readFile } from 'node:fs/promises';
import type pg from 'pg';

/** The kernel counts processor time in these, on every Linux that Node runs on. */
const TICK_MS = 10;
/** Fields of `/proc/PID/stat` after the name, proc(5): the parent, then time of the process and of its children that have ended. */
const PARENT = 1;
const TIMES = [11, 12, 13, 14];

interface ProcessTime {
  readonly parent: number;
  readonly ms: number;
}

/** Processor time that groups of processes have used since the watch began, children included. Linux only, elsewhere all of it is 0. */
export class CpuWatch<Group extends string> {
  private constructor(
    private readonly groups: Readonly<Record<Group, readonly number[]>>,
    private readonly before: Readonly<Record<Group, number>>,
  ) {}

  /** @param groups process ids by the group's name */
  static async begin<Group extends string>(groups: Record<Group, readonly number[]>): Promise<CpuWatch<Group>> {
    return new CpuWatch(groups, await usedBy(groups));
  }

  /** Milliseconds of each group. */
  async used(): Promise<Record<Group, number>> {
    const now = await usedBy(this.groups);
    for (const group of Object.keys(now) as Group[]) now[group] -= this.before[group];
    return now;
  }
}

/** The PostgreSQL server behind a pool; its sessions are its children. */
export async function postgresProcess(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const session = await timeOf(rows[0]?.pid ?? 0);
  return session?.parent ?? 0;
}

async function usedBy<Group extends string>(
  groups: Readonly<Record<Group, readonly number[]>>,
): Promise<Record<Group, number>> {
  const processes = await allProcesses();
  const childrenOf = new Map<number, number[]>();
  for (const [pid, { parent }] of processes) childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), pid]);
  const used = (pid: number): number =>
    (childrenOf.get(pid) ?? []).reduce((sum, child) => sum + used(child), processes.get(pid)?.ms ?? 0);
  const entries = Object.entries<readonly number[]>(groups);
  const sums = entries.map(([group, pids]) => [group, pids.reduce((sum, pid) => sum + used(pid), 0)]);
  return Object.fromEntries(sums) as Record<Group, number>;
}

async function allProcesses(): Promise<Map<number, ProcessTime>> {
  const pids = (await readdir('/proc').catch(() => [])).map(Number).filter((pid) => pid > 0);
  const found = new Map<number, ProcessTime>();
  for (const pid of pids) {
    const time = await timeOf(pid);
    if (time) found.set(pid, time);
  }
  return found;
}

async function timeOf(pid: number): Promise<ProcessTime | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name stands in brackets and may hold any character.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields.length < TIMES.length) return undefined;
  const ticks = TIMES.reduce((sum, at) => sum + Number(fields[at]), 0);
  return { parent: Number(fields[PARENT]), ms: ticks * TICK_MS };
}
