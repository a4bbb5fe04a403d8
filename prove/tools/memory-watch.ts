import { readFile } from 'node:fs/promises';

/** The resident memory of processes, in MB; looked at when told to. Linux only, elsewhere all of it is 0. */
export class MemoryWatch {
  private readonly first = new Map<number, number>();
  private readonly most = new Map<number, number>();

  constructor(private readonly pids: readonly number[]) {}

  async look(): Promise<void> {
    for (const pid of this.pids) {
      const now = await residentOf(pid);
      if (!this.first.has(pid)) this.first.set(pid, now);
      this.most.set(pid, Math.max(now, this.most.get(pid) ?? 0));
    }
  }

  /** Of the largest of them at the first look. */
  get before(): number {
    return Math.max(...this.first.values());
  }

  /** Of the largest of them at any look. */
  get height(): number {
    return Math.max(...this.most.values());
  }

  /** The most that any one of them has grown. */
  get growth(): number {
    return Math.max(...this.pids.map((pid) => (this.most.get(pid) ?? 0) - (this.first.get(pid) ?? 0)));
  }
}

async function residentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(status) ?? [];
  return Math.round(Number(kilobytes) / 1_024);
}
