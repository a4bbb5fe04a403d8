/** Puts load on one address and says what came of it. */
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

/** Linux counts a process's time in hundredths of a second, whatever the kernel's own tick. */
const MICROS_PER_TICK = 10_000;

/**
 * One round against a server: its requests, the time they took, their latencies in milliseconds and the CPU time of the
 * process `pid` in microseconds (undefined where there is no /proc). Throws if any answer was not 200.
 */
export async function loadOnce({ url, requests, connections, seconds, pid }) {
  const latencies = [];
  const cpuBefore = cpuMicrosOf(pid);
  const running = autocannon({ url, connections, duration: seconds, requests });
  running.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  const result = await running;
  const cpuAfter = cpuMicrosOf(pid);
  if (result.non2xx > 0 || result.errors > 0 || result.timeouts > 0) {
    throw new Error(`${url}: ${result.non2xx} refused, ${result.errors} errors, ${result.timeouts} timeouts`);
  }
  return {
    requests: latencies.length,
    seconds: result.duration,
    latencies,
    cpuMicros: cpuBefore === undefined ? undefined : cpuAfter - cpuBefore,
  };
}

/** Several rounds of one case as one. */
export function sumOf(rounds) {
  const total = (member) => rounds.reduce((sum, round) => sum + round[member], 0);
  const requests = total('requests');
  const latencies = rounds.flatMap((round) => round.latencies).sort((a, b) => a - b);
  const percentile = (share) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))];
  return {
    perSecond: requests / total('seconds'),
    p50: percentile(0.5),
    p99: percentile(0.99),
    cpuMicros: rounds.every(({ cpuMicros }) => cpuMicros !== undefined) ? total('cpuMicros') / requests : undefined,
  };
}

/** User and system time of a process so far; undefined where there is no /proc. */
export function cpuMicrosOf(pid) {
  if (process.platform !== 'linux') return undefined;
  // The command's name, in parentheses, may hold spaces; user and system time are the 12th and 13th field after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK;
}
