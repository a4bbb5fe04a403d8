/**
 * `npm test [-- [--unit] [--flow] [--browser] [path …] [jest options]]`: every suite, or the named ones, against a
 * PostgreSQL of its own. Ends with the sum of each suite and, as the last line, `N passed, N failed`.
 */
import { ensureBuilt } from './steps/build.mjs';
import { findChromium } from './steps/chromium.mjs';
import { runCommand } from './steps/command.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { runJest, suites, sumUp, testFiles } from './steps/suites.mjs';
import { openTestDatabase, testEnvironment } from './steps/test-database.mjs';

/** A world has up to three brokers with thirty connections each, and each of jest's workers a world. */
const CONNECTIONS_MAX = 500;
const NO_CHROMIUM =
  'The browser suite needs a Chromium. Install one (Debian, Ubuntu: apt-get install chromium-headless-shell fonts-noto-cjk), or name yours: CHROMIUM_PATH=/path/to/chrome npm test';

await runCommand(async ({ progress, signal }) => {
  const { wanted, patterns, flags } = readArguments(process.argv.slice(2));
  await ensureDependencies({ progress, signal });
  // Unit tests run from the sources alone.
  if (wanted.some((suite) => suite !== 'unit')) await ensureBuilt({ progress, signal });

  const chromium = findChromium();
  const lacksChromium = !chromium && wanted.includes('browser') && testFiles('browser', patterns).length > 0;
  const selected = wanted.filter((suite) => suite !== 'browser' || chromium);
  // No test pulls the plug; the long proofs and the benchmark pay for durable commits.
  const database = await openTestDatabase({ maxConnections: CONNECTIONS_MAX, fsync: false, progress, signal });
  let outcome = { code: 1, results: undefined };
  try {
    const env = testEnvironment(process.env, database);
    if (chromium) env.CHROMIUM_PATH = chromium;
    if (selected.length > 0) outcome = await runJest({ selected, patterns, flags, env, signal });
  } finally {
    await database.stop();
  }

  const sums = [...sumUp(outcome.results)].filter(([suite]) => selected.includes(suite));
  const total = (kind) => sums.reduce((sum, [, counts]) => sum + counts[kind], 0);
  progress.say();
  for (const [suite, { passed, failed, skipped }] of sums) {
    progress.say(`  ${suite.padEnd(9)}${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
  if (lacksChromium) progress.say(`  ${NO_CHROMIUM}`);
  const passed = total('passed');
  // What kept jest from running, or made it fail beside the tests, is one failure of its own.
  const failed = total('failed') || (passed === 0 || outcome.code !== 0 ? 1 : 0);
  if (passed === 0 && failed === 1) progress.say('  No test ran to its end.');
  const allFailed = failed + (lacksChromium ? 1 : 0);
  progress.say();
  progress.say(`${passed} passed, ${allFailed} failed`);
  return allFailed > 0 ? 1 : 0;
});

function readArguments(args) {
  const named = suites.filter((suite) => args.includes(`--${suite}`));
  const others = args.filter((arg) => !suites.includes(arg.replace(/^--/, '')) || !arg.startsWith('--'));
  const firstFlag = others.findIndex((arg) => arg.startsWith('-'));
  return {
    wanted: named.length > 0 ? named : suites,
    patterns: firstFlag < 0 ? others : others.slice(0, firstFlag),
    flags: firstFlag < 0 ? [] : others.slice(firstFlag),
  };
}
