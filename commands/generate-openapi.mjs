/**
 * `node commands/generate-openapi.mjs`: writes the API's description, docs/openapi.json, as the broker itself gives it at
 * /openapi.json, and from it the types of the admin UI's client.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './steps/build.mjs';
import { runTool } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject, projectRoot } from './steps/folders.mjs';

const DOCUMENT = inProject('docs', 'openapi.json');
const TYPES = inProject('apps', 'admin-ui', 'src', 'api', 'schema.d.ts');

await runCommand(async ({ progress, signal }) => {
  await ensureBuilt({ progress, signal });
  const step = progress.step('API description');
  const { describeApi } = await import(pathToFileURL(inProject('dist', 'apps', 'broker', 'src', 'openapi.js')).href);
  const document = await describeApi();
  writeFileSync(DOCUMENT, `${JSON.stringify(document, null, 2)}\n`);
  writeFileSync(TYPES, await typesOf(document));

  const biome = inProject('node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'format', '--write', DOCUMENT, TYPES];
  const { code, tail } = await runTool(process.execPath, args, { cwd: projectRoot, signal });
  if (code !== 0) throw new CommandFailure('What was generated could not be formatted.', { details: tail });
  step.done(`${Object.keys(document.paths).length} addresses`);
});

/** The generator belongs to the admin UI and is found from there. */
async function typesOf(document) {
  const fromAdminUi = createRequire(inProject('apps', 'admin-ui', 'package.json'));
  const { default: generate, astToString } = fromAdminUi('openapi-typescript');
  const types = astToString(await generate(document, { alphabetize: false, silent: true }));
  return `/** Written by commands/generate-openapi.mjs from docs/openapi.json. */\n${types}`;
}
