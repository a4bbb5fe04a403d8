/**
 * `node commands/verify-openapi.mjs`: compares docs/openapi.json with docs/openapi.released.json, which is what clients out there were
 * written against, and fails for each change they could miss. The released one moves with a release: it is then a copy of the other.
 */
import { readFileSync } from 'node:fs';
import { runCommand } from './steps/command.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject } from './steps/folders.mjs';
import { breakingChanges } from './steps/openapi-changes.mjs';

const documentIn = (name) => JSON.parse(readFileSync(inProject('docs', name), 'utf8'));

await runCommand(async ({ progress }) => {
  const step = progress.step('API changes');
  const released = documentIn('openapi.released.json');
  const changes = breakingChanges(released, documentIn('openapi.json'));
  if (changes.length > 0) throw new CommandFailure('The API breaks its clients.', { details: changes });
  step.done(`${Object.keys(released.paths).length} released addresses as they were`);
});
