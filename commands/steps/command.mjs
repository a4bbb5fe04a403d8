import { describeFailure } from './failure.mjs';
import { interruption } from './interrupt.mjs';
import { Progress } from './progress.mjs';

const OLDEST_NODE = [20, 19];

/**
 * What every command does around its work: the oldest Node it runs on, progress, interrupts, and a failure in words.
 * The work answers its exit code, if other than 0. Progress goes to standard output unless that is for something else.
 */
export async function runCommand(work, { output = process.stdout } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    console.error(`  Node ${process.versions.node} is too old. Install Node ${OLDEST_NODE.join('.')} or newer.`);
    process.exit(1);
  }
  const signal = interruption();
  const progress = new Progress(output);
  let code = 0;
  try {
    code = (await work({ progress, signal })) ?? 0;
  } catch (error) {
    progress.giveUp(signal.aborted ? 'interrupted' : 'failed');
    if (signal.aborted) code = 130;
    else {
      console.error(`\n  ${describeFailure(error)}\n`);
      code = 1;
    }
  }
  process.exit(code);
}
