/** The table of a run, with the machine it ran on. */
import os from 'node:os';

const cpuModel = () => os.cpus()[0]?.model.trim() ?? 'unknown CPU';

/** `cases` in order, each `{ name, connections, perSecond, p50, p99, cpuMicros }`; what was not measured is undefined. */
export function report({ cases, ratios, postgresVersion, loadBefore, seconds, rounds, date }) {
  const rows = [
    ['case', 'at once', 'per second', 'p50 ms', 'p99 ms', 'CPU µs per request'],
    ['---', '---:', '---:', '---:', '---:', '---:'],
    ...cases.map(({ name, connections, perSecond, p50, p99, cpuMicros }) => [
      name,
      whole(connections),
      whole(perSecond),
      tenths(p50),
      tenths(p99),
      whole(cpuMicros),
    ]),
  ];
  return [
    `# Hand-out bench, ${date}`,
    '',
    `- ${cpuModel()}, ${os.cpus().length} cores, ${process.platform}; load average before the run ${loadBefore.toFixed(1)}`,
    `- Node ${process.versions.node}, PostgreSQL ${postgresVersion} on the same machine, fsync and synchronous_commit on`,
    `- \`npm run bench\`: connections over loopback, ${rounds} rounds of ${seconds} s each in turns, one broker process`,
    '',
    ...table(rows),
    '',
    ...ratios.map(({ name, value }) => `- ${name}: ${value.toFixed(2)}`),
    '',
  ].join('\n');
}

/** `2026-11-21-amd-epyc.md`. */
export const reportName = (date) =>
  `${date}-${cpuModel()
    .toLowerCase()
    .replaceAll(/\((r|tm)\)|processor|cpu|@.*$/g, ' ')
    .trim()
    .replaceAll(/[^a-z0-9]+/g, '-')}.md`;

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `| ${row.map((cell, column) => align(cell, widths[column], column)).join(' | ')} |`);
}

const align = (cell, width, column) => (column === 0 ? cell.padEnd(width) : cell.padStart(width));
const whole = (value) => (value === undefined ? '–' : Math.round(value).toLocaleString('en'));
const tenths = (value) => (value === undefined ? '–' : value.toFixed(1));
