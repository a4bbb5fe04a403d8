import { resolve } from 'node:path';

export interface EmulatorConfig {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** Absolute path of the journal; absent = state lives in memory only. */
  readonly dataFile?: string;
  /** Stop when standard input ends, so that a parent's end is also ours. */
  readonly exitWithStdin: boolean;
}

/** Says which variable or argument stopped the start, and what it may be. */
class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws {ConfigError} naming the variable or argument that cannot be used */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[]): EmulatorConfig {
  const unknown = args.find((arg) => arg !== '--exit-with-stdin');
  if (unknown !== undefined) throw new ConfigError(`${unknown}: unknown argument; the only one is --exit-with-stdin`);
  const dataFile = env.EMULATOR_DATA_FILE;
  if (dataFile === '') throw new ConfigError('EMULATOR_DATA_FILE: empty; leave it out to keep everything in memory');
  return {
    host: readHost(env.EMULATOR_HOST),
    port: readPort(env.EMULATOR_PORT),
    dataFile: dataFile === undefined ? undefined : resolve(dataFile),
    exitWithStdin: args.includes('--exit-with-stdin'),
  };
}

function readHost(value = '127.0.0.1'): string {
  if (!/^[A-Za-z0-9.:-]+$/.test(value)) throw new ConfigError('EMULATOR_HOST: must be a host name or an address');
  return value;
}

function readPort(value = '8090'): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65535) {
    throw new ConfigError('EMULATOR_PORT: must be a whole number from 0 to 65535');
  }
  return port;
}
