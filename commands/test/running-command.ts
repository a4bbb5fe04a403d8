import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setInterval as every } from 'node:timers/promises';

export const projectRoot = path.resolve(import.meta.dirname, '..', '..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A command of this folder as a process of its own, with everything it says. */
export class RunningCommand {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = '';
  #stderr = '';

  constructor(args: string[], env: NodeJS.ProcessEnv = {}) {
    this.process = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: { ...process.env, NODE_OPTIONS: '', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk) => {
      this.#stdout += chunk;
    });
    this.process.stderr?.on('data', (chunk) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  /** The first line it prints, or what it said instead of one. */
  async firstLine(): Promise<string> {
    const { stdout } = this.process;
    if (!stdout) throw new Error('the command has no output to read');
    const lines = createInterface({ input: stdout });
    return Promise.race([
      new Promise<string>((resolve) => lines.once('line', resolve)),
      this.ended.then(({ stderr }) => {
        throw new Error(`the command ended without a line: ${stderr}`);
      }),
    ]);
  }

  closeStdin(): Promise<Ended> {
    this.process.stdin?.end();
    return this.ended;
  }

  kill(): Promise<Ended> {
    this.process.kill('SIGKILL');
    return this.ended;
  }
}

/** Waits for the thing itself; the test's own time limit is the deadline. */
export async function until(condition: () => boolean): Promise<void> {
  for await (const _ of every(20)) if (condition()) return;
}
