/** `npm run verify:generated`: committed files that a generator writes are what it writes today. */
import { readFileSync } from 'node:fs';
import { runTool } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { filesBelow } from './steps/content-hash.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject, projectRoot } from './steps/folders.mjs';

/**
 * `command` of this folder writes `files` (files or folders).
 */
const generators = [
  {
    name: 'API description',
    command: 'generate-openapi.mjs',
    files: ['docs/openapi.json', 'apps/admin-ui/src/api/schema.d.ts'],
  },
  {
    name: 'gateway operations',
    command: 'generate-operations.mjs',
    files: ['docs/gateway-operations.md'],
  },
  {
    name: 'gRPC contract',
    command: 'generate-proto.mjs',
    files: ['libs/contract/src/generated'],
  },
];

await runCommand(async ({ progress, signal }) => {
  const stale = [];
  for (const { name, command, files } of generators) {
    const step = progress.step(name);
    step.update('generating');
    const before = contents(files);
    const { code, tail } = await runTool(process.execPath, [inProject('commands', command)], {
      cwd: projectRoot,
      signal,
    });
    if (code !== 0) throw new CommandFailure(`commands/${command} failed.`, { details: tail });
    const after = contents(files);
    stale.push(
      ...[...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file)),
    );
    step.done('generated');
  }
  if (stale.length > 0) {
    throw new CommandFailure('Generated files were out of date. They are right now; look at them and commit:', {
      details: stale,
    });
  }
  progress.say('  Every generated file is up to date');
});

function contents(files) {
  return new Map(filesBelow(files).map((file) => [file, readFileSync(inProject(file), 'utf8')]));
}
