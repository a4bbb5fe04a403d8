import fs from 'node:fs';
import os from 'node:os';

const { jsc } = JSON.parse(fs.readFileSync(new URL('.swcrc', import.meta.url), 'utf8'));
const { baseUrl: _baseUrl, paths: _paths, ...compilerOptions } = jsc;

/** Nest 12 is ESM only; `cookie` 2 is ESM that a CommonJS package requires, so it alone is turned into CommonJS. */
const transform = {
  '/node_modules/.*cookie/dist/.*\\.js$': [
    '@swc/jest',
    { swcrc: false, module: { type: 'commonjs' }, jsc: { target: 'es2022' } },
  ],
  '^.+\\.ts$': ['@swc/jest', { swcrc: false, sourceMaps: 'inline', module: { type: 'es6' }, jsc: compilerOptions }],
};

const suite = (displayName, testRegex, extra = {}) => ({
  displayName,
  testRegex,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  transformIgnorePatterns: ['/node_modules/(?!(.*/)?cookie/)'],
  moduleNameMapper: {
    '^@app/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/commands'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  ...extra,
});

export default {
  // For a machine ten times slower than a quiet one, on which the longest test takes half a minute.
  testTimeout: 300_000,
  // Never in one process: a worker that a test left something open in is ended, the run is not held up by it. One more than
  // two processors can carry, because flows wait half of their time for a clock.
  maxWorkers: Math.max(3, os.availableParallelism()),
  testSequencer: '<rootDir>/commands/steps/test-order.mjs',
  projects: [
    suite('unit', '\\.spec\\.ts$'),
    suite('flow', '\\.e2e\\.ts$', { testPathIgnorePatterns: ['\\.browser\\.e2e\\.ts$'] }),
    suite('browser', '\\.browser\\.e2e\\.ts$'),
    suite('prove', '\\.proof\\.ts$', { roots: ['<rootDir>/prove'] }),
  ],
};
