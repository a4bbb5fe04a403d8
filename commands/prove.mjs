/**
 * `npm run prove [name …] [--short]`: the long proofs (prove/README.md), one after the other, each with its table.
 * The last line is the sum: `N passed, N failed`.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './steps/build.mjs';
import { runCommand } from './steps/command.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject } from './steps/folders.mjs';
import { ensurePgbouncer } from './steps/pgbouncer.mjs';
import { PROOFS, runJest, sumUp } from './steps/suites.mjs';
import { openTestDatabase, testEnvironment } from './steps/test-database.mjs';

/** Several proofs run a dozen brokers at once, each with a pool of its own. */
const CONNECTIONS_MAX = 500;

await runCommand(async ({ progress, signal }) => {
  const { names, short } = readArguments(process.argv.slice(2));
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });
  const pgbouncer = names.includes('refresh-storm') ? await ensurePgbouncer({ progress, signal }) : undefined;
  const database = await openTestDatabase({ maxConnections: CONNECTIONS_MAX, progress, signal });
  const reports = mkdtempSync(path.join(os.tmpdir(), 'broker-proofs-'));
  const sum = { passed: 0, failed: 0 };
  try {
    const env = {
      ...testEnvironment(process.env, database),
      PROVE_REPORTS: reports,
      PROVE_SHORT: short ? 'yes' : '',
      PGBOUNCER_PATH: pgbouncer?.file ?? '',
      PGBOUNCER_PREPARES: pgbouncer?.prepares ? 'yes' : '',
    };
    for (const name of names) {
      const { passed, failed } = await prove({ name, env, signal });
      sum.passed += passed;
      sum.failed += failed;
      for (const line of tableOf(path.join(reports, `${name}.json`))) progress.say(line);
    }
  } finally {
    await database.stop();
    rmSync(reports, { recursive: true, force: true });
  }
  progress.say(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed > 0 ? 1 : 0;
});

/** npm takes an option it does not know for itself and passes it on as a variable. */
function readArguments(args) {
  const short = args.includes('--short') || process.env.npm_config_short === 'true';
  const wanted = args.filter((arg) => arg !== '--short');
  const known = readdirSync(inProject(PROOFS))
    .filter((file) => file.endsWith('.proof.ts'))
    .map((file) => file.replace('.proof.ts', ''))
    .sort();
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown) throw new CommandFailure(`There is no proof ${unknown}. There are: ${known.join(', ')}`);
  return { names: wanted.length > 0 ? wanted : known, short };
}

/** One proof in a jest of its own: it has the machine to itself. What kept it from running is one failure. */
async function prove({ name, env, signal }) {
  const { code, results } = await runJest({
    selected: [PROOFS],
    patterns: [`/${PROOFS}/${name}\\.proof\\.ts$`],
    flags: ['--forceExit'],
    env,
    signal,
  });
  const { passed, failed } = sumUp(results).get(PROOFS);
  return { passed, failed: failed || (passed === 0 || code !== 0 ? 1 : 0) };
}

/** The table a proof has left, in lines; a proof that failed early has left none. */
function tableOf(file) {
  let report;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
  const { title, rows } = report;
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column] ?? '')))];
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => row[at].length)));
  const line = (row) =>
    `  ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')}`;
  return [
    '',
    `  ${title}`,
    '',
    line(cells[0]),
    `  ${widths.map((width) => '-'.repeat(width)).join('  ')}`,
    ...cells.slice(1).map(line),
    '',
  ];
}
