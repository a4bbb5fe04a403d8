import { type ChildProcess, spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string>>;

/** A child process of a test, with everything it has said. */
export interface TestProcess {
  readonly pid: number;
  /** Standard output and error so far. */
  output(): string;
  /** Standard error alone. */
  errorOutput(): string;
  /** Resolves with the first output that matches; rejects if the process ends before. */
  saying(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): Promise<void>;
  closeInput(): void;
  /** Closes its standard input, which asks it to end, and waits. */
  stop(): Promise<void>;
}

export function start(file: string, env: Environment, args: readonly string[] = []): TestProcess {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return watch(child, file);
}

/** Runs a program that ends by itself; rejects with its output if it fails. */
export async function runToEnd(file: string, env: Environment): Promise<string> {
  const running = start(file, env);
  const { code } = await running.ended;
  if (code !== 0) throw new Error(`${file} ended with ${code}:\n${running.output()}`);
  return running.output();
}

function watch(child: ChildProcess, file: string): TestProcess {
  let output = '';
  let errorOutput = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (stream === child.stderr) errorOutput += text;
      for (const listener of listeners) listener();
    });
  }
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return {
    pid: child.pid ?? 0,
    output: () => output,
    errorOutput: () => errorOutput,
    ended,
    saying: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (!match) return;
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void ended.then(({ code }) =>
          reject(new Error(`${file} ended with ${code} before saying ${pattern}:\n${output}`)),
        );
      }),
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
    closeInput: () => void child.stdin?.end(),
    async stop() {
      child.stdin?.end();
      await ended;
    },
  };
}
