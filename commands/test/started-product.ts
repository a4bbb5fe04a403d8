import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../steps/ports.mjs';
import { commandOf, isAlive, parentOf } from '../steps/processes.mjs';
import { projectRoot, until } from './running-command.js';

/** For two cores that are busy with other tests; a start on a quiet machine takes five seconds. */
const START_MILLISECONDS = 200_000;

/** What a newcomer reads and pastes. */
export interface Banner {
  readonly text: string;
  readonly seconds: number;
  readonly adminUrl: string;
  readonly operatorToken: string;
  readonly docsUrl: string;
  readonly meUrl: string;
  readonly emulatorUrl: string;
  readonly grpcAddress: string;
  readonly consentUrl: string;
  /** Client id and secret, as they stand in the request. */
  readonly callerCredentials: readonly [id: string, secret: string];
  /** The request of step 2, as it stands there. */
  readonly request: string;
  readonly grantsUrl: string;
}

/** A place of its own for one start after another: data, ports. */
export interface Place {
  readonly dataDir: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly emulatorPort: number;
  remove(): void;
}

export async function newPlace(): Promise<Place> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'broker-story-'));
  return {
    dataDir,
    httpPort: await freePort(),
    grpcPort: await freePort(),
    emulatorPort: await freePort(),
    remove: () => {
      killPostgres(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The process number of the embedded server that serves this data, running or not. */
export function postgresOf(dataDir: string): number {
  const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
}

/** A test that failed between two starts leaves it running: that is what it is made for. */
function killPostgres(dataDir: string): void {
  const pid = postgresOf(dataDir);
  if (commandOf(pid).includes(dataDir)) process.kill(pid, 'SIGKILL');
}

/** `npm start`, or what it runs, up to its banner; a process group of its own, as in a terminal. */
export class StartedProduct {
  private constructor(
    private readonly leader: ChildProcess & { pid: number },
    readonly banner: Banner,
    /** Everything it has printed so far. */
    readonly output: () => string,
    readonly ended: Promise<number | null>,
  ) {}

  static async start(place: Place, [command, ...args]: readonly [string, ...string[]]): Promise<StartedProduct> {
    const leader = spawn(command, args, {
      cwd: projectRoot,
      detached: true,
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATA_DIR: place.dataDir,
        HTTP_PORT: String(place.httpPort),
        GRPC_PORT: String(place.grpcPort),
        EMULATOR_PORT: String(place.emulatorPort),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const ended = new Promise<number | null>((resolve, reject) => {
      leader.once('error', reject).once('close', resolve);
    });
    const banner = new Promise<Banner>((resolve) => {
      for (const stream of [leader.stdout, leader.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (output.includes('Ctrl-C stops everything.')) resolve(readBanner(output));
        });
      }
    });
    const deadline = setTimeout(() => leader.kill('SIGINT'), START_MILLISECONDS);
    const read = await Promise.race([banner, ended]);
    clearTimeout(deadline);
    if (read === null || typeof read === 'number' || !isStarted(leader)) {
      throw new Error(`${command} ended with ${read} before its banner:\n${output}`);
    }
    return new StartedProduct(leader, read, () => output, ended);
  }

  /** Every process that lives because of this start, the leader first. */
  processes(): number[] {
    return withDescendants(this.leader.pid);
  }

  /** Ctrl-C in a terminal reaches the whole group in front of it. */
  pressCtrlC(): Promise<number | null> {
    process.kill(-this.leader.pid, 'SIGINT');
    return this.ended;
  }

  /** For the end of a test, whatever became of it. */
  async stop(): Promise<void> {
    if (isAlive(this.leader.pid)) await this.pressCtrlC();
  }
}

/** The process and all that it started, directly or not. */
export function withDescendants(pid: number): number[] {
  const everybody = parents();
  const family = [pid];
  for (const parent of family) family.push(...everybody.flatMap(([child, of]) => (of === parent ? [child] : [])));
  return family;
}

export const allGone = (pids: readonly number[]): Promise<void> => until(() => !pids.some(isAlive));

/** Of every process of the machine: its number and its parent's. A container may have no `ps`, a Mac has no `/proc`. */
function parents(): [pid: number, parent: number | undefined][] {
  if (existsSync('/proc/self')) {
    const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
    return pids.map((pid) => [pid, parentOf(pid)]);
  }
  const { stdout } = spawnSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8', timeout: 60_000 });
  return [...stdout.matchAll(/(\d+)\s+(\d+)/g)].map(([, pid, parent]) => [Number(pid), Number(parent)]);
}

const isStarted = (child: ChildProcess): child is ChildProcess & { pid: number } => child.pid !== undefined;

function readBanner(output: string): Banner {
  const found = (pattern: RegExp): string => {
    const [, word] = pattern.exec(output) ?? [];
    if (word === undefined) throw new Error(`the banner does not say ${pattern}:\n${output}`);
    return word;
  };
  return {
    text: output.slice(output.indexOf('  DingTalk token broker')),
    seconds: Number(found(/is ready \(([\d.]+) s\)/)),
    adminUrl: found(/Admin UI +(\S+)/),
    operatorToken: found(/sign in with +(\S+)/),
    docsUrl: found(/Swagger UI +(\S+)/),
    meUrl: found(/My grants +(\S+)/),
    emulatorUrl: found(/Emulator +(\S+)/),
    grpcAddress: found(/gRPC +(\S+) +reflection is on/),
    consentUrl: found(/1\. Consent as a person.*\n +(\S+)/),
    callerCredentials: [found(/-u '([^:]+):/), found(/-u '[^:]+:([^']+)'/)],
    request: found(/2\. Ask for .*\n([\s\S]+?)\n +Before step 1/),
    grantsUrl: found(/3\. See who .*\n +(\S+)/),
  };
}
