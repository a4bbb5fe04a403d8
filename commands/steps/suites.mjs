import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { filesBelow } from './content-hash.mjs';
import { inProject, projectRoot } from './folders.mjs';
import { signalGroup } from './processes.mjs';

/** The suites of `npm test` in the order they are summed up. A file's name says where it belongs, as in jest.config.mjs. */
export const suites = ['unit', 'flow', 'browser'];

/** The long proofs: a suite of their own, which only `npm run prove` runs. */
export const PROOFS = 'prove';

export function suiteOf(file) {
  if (file.endsWith('.proof.ts')) return PROOFS;
  if (file.endsWith('.browser.e2e.ts')) return 'browser';
  return file.endsWith('.e2e.ts') ? 'flow' : 'unit';
}

/** Test files of a suite, of those that the patterns of the command line select (jest matches them as expressions). */
export function testFiles(suite, patterns) {
  const expressions = patterns.map((pattern) => new RegExp(pattern, 'i'));
  return filesBelow(['apps', 'libs', 'migrations', 'commands'])
    .filter((file) => /\.(spec|e2e)\.ts$/.test(file) && suiteOf(file) === suite)
    .filter((file) => expressions.length === 0 || expressions.some((expression) => expression.test(inProject(file))));
}

/** Runs jest with its own output going to the terminal; answers its results, or undefined if it left none. */
export async function runJest({ selected, patterns, flags, env, signal }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'broker-results-'));
  const report = path.join(folder, 'results.json');
  const jest = inProject('node_modules', 'jest', 'bin', 'jest.js');
  const args = [jest, '--json', `--outputFile=${report}`, '--selectProjects', ...selected, ...flags, '--', ...patterns];
  try {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      env: {
        ...env,
        NODE_ENV: 'test',
        NODE_OPTIONS:
          `${env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
      },
      detached: true,
      // The results go to the file; on stdout jest would print them a second time, as one line of JSON.
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const abort = () => signalGroup(child.pid, 'SIGTERM');
    signal.addEventListener('abort', abort, { once: true });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    signal.throwIfAborted();
    return { code, results: JSON.parse(readFileSync(report, 'utf8')) };
  } catch (error) {
    if (error.code === 'ENOENT') return { code: 1, results: undefined };
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sums per suite. A file that could not run at all is one failed test: it must not vanish from the sum. */
export function sumUp(results) {
  const sums = new Map([...suites, PROOFS].map((suite) => [suite, { passed: 0, failed: 0, skipped: 0 }]));
  for (const { name, status, assertionResults } of results?.testResults ?? []) {
    const sum = sums.get(suiteOf(name));
    const count = (wanted) => assertionResults.filter((test) => wanted.includes(test.status)).length;
    const failed = count(['failed']);
    sum.passed += count(['passed']);
    sum.skipped += count(['pending', 'todo', 'skipped', 'disabled']);
    sum.failed += status === 'failed' && failed === 0 ? 1 : failed;
  }
  return sums;
}
