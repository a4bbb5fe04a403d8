import { ensureBuilt } from './steps/build.mjs';
import { runCommand } from './steps/command.mjs';
import { ensureDependencies } from './steps/dependencies.mjs';

await runCommand(async ({ progress, signal }) => {
  await ensureDependencies({ progress, signal });
  await ensureBuilt({ progress, signal });
});
