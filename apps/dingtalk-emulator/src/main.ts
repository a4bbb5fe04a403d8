import { readConfig } from './config.js';
import { startEmulator } from './start-emulator.js';

try {
  const config = readConfig(process.env, process.argv.slice(2));
  const emulator = await startEmulator(config);
  const stop = () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.off(signal, stop);
    void emulator.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (config.exitWithStdin) process.stdin.once('close', stop).resume();
  process.stdout.write(`${JSON.stringify({ ready: true, url: emulator.url })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
