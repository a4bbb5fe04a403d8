/**
 * `npm run verify:lockfile`: the lock installs everywhere, not only where it was written. npm leaves out of it what a
 * registry happened not to have for another platform, says nothing, and `npm ci` fails on that platform.
 */
import { readFileSync } from 'node:fs';
import { runTool } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { npm } from './steps/dependencies.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject, projectRoot } from './steps/folders.mjs';

await runCommand(async ({ progress, signal }) => {
  const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));

  const platforms = progress.step('platforms');
  const missing = missingOptionals(packages);
  if (missing.length > 0) {
    throw new CommandFailure('The lock lacks optional packages. Pin the package to a version that has them all:', {
      details: missing,
    });
  }
  platforms.done('every optional package of every package is in the lock');

  const sources = progress.step('sources');
  const addressed = Object.keys(packages).filter((at) => /^[a-z+]+:/.test(packages[at].resolved ?? ''));
  if (addressed.length > 0) {
    throw new CommandFailure('The lock names download addresses (see .npmrc: omit-lockfile-registry-resolved):', {
      details: addressed.map((at) => `${at} from ${new URL(packages[at].resolved).host}`),
    });
  }
  const unsealed = Object.keys(packages).filter((at) => at.startsWith('node_modules/') && !isVerifiable(packages[at]));
  if (unsealed.length > 0) throw new CommandFailure('The lock has packages without a checksum:', { details: unsealed });
  sources.done('no download address, a checksum for every package');

  const manifests = progress.step('manifests');
  manifests.update('asking npm');
  const { code, tail } = await runTool(...npm('ci', '--dry-run', '--ignore-scripts'), { cwd: projectRoot, signal });
  if (code !== 0) {
    throw new CommandFailure('package-lock.json does not match package.json. Run npm install and commit the lock.', {
      details: tail,
    });
  }
  manifests.done('npm ci accepts the lock');
});

function missingOptionals(packages) {
  const locked = new Set(Object.keys(packages).map((at) => at.split('node_modules/').at(-1)));
  return Object.entries(packages).flatMap(([at, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !locked.has(name))
      .map((name) => `${at || 'package.json'}@${entry.version} wants ${name}`),
  );
}

/** A link is a folder of this project; what is bundled came inside a package that has a checksum itself. */
function isVerifiable({ link, inBundle, integrity }) {
  return link || inBundle || integrity;
}
