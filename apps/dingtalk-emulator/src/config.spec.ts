import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

describe('the configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfig({}, [])).toEqual({ host: '127.0.0.1', port: 8090, dataFile: undefined, exitWithStdin: false });
  });

  it('takes every variable and the argument', () => {
    const env = { EMULATOR_HOST: '0.0.0.0', EMULATOR_PORT: '0', EMULATOR_DATA_FILE: '/var/lib/emulator.jsonl' };
    expect(readConfig(env, ['--exit-with-stdin'])).toEqual({
      host: '0.0.0.0',
      port: 0,
      dataFile: '/var/lib/emulator.jsonl',
      exitWithStdin: true,
    });
  });

  it.each([
    [{ EMULATOR_PORT: '65536' }, [], 'EMULATOR_PORT'],
    [{ EMULATOR_PORT: '80a' }, [], 'EMULATOR_PORT'],
    [{ EMULATOR_PORT: '' }, [], 'EMULATOR_PORT'],
    [{ EMULATOR_HOST: 'not a host' }, [], 'EMULATOR_HOST'],
    [{ EMULATOR_DATA_FILE: '' }, [], 'EMULATOR_DATA_FILE'],
    [{}, ['--verbose'], '--verbose'],
  ])('stops on %j %j naming %s', (env, args, name) => {
    expect(() => readConfig(env, args)).toThrow(name);
  });
});
