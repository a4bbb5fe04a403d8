import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { runTool } from './children.mjs';
import { CommandFailure } from './failure.mjs';
import { inProject, projectRoot } from './folders.mjs';

const MANIFESTS = ['package.json', path.join('apps', 'admin-ui', 'package.json')];
/** What a manifest says about what is installed; a changed script is no reason to install again. */
const WISHES = ['dependencies', 'devDependencies', 'optionalDependencies', 'overrides', 'workspaces', 'allowScripts'];
const STAMP = inProject('node_modules', '.broker-install-stamp');

/**
 * `npm ci` when node_modules is missing or belongs to other manifests. With the install scripts: the embedded
 * PostgreSQL links its libraries in one.
 */
export async function ensureDependencies({ progress, signal }) {
  const step = progress.step('dependencies');
  const wanted = stampOfManifests();
  if (installedStamp() === wanted) return step.done('up to date');
  if (installedByHand()) {
    writeFileSync(STAMP, wanted);
    return step.done('up to date');
  }

  const total = Object.keys(readJson(inProject('package-lock.json')).packages).length;
  const report = () => step.update(`installing up to ${total} packages with npm, ${step.elapsed()}`);
  report();
  const ticking = setInterval(report, 500);
  const { code, tail } = await runTool(...npm('ci', '--include=dev', '--include=optional'), {
    cwd: projectRoot,
    signal,
  }).finally(() => clearInterval(ticking));
  if (code !== 0) {
    throw new CommandFailure(
      'The dependencies could not be installed. When the cause below is mended (network, registry, disk): npm ci',
      { details: tail },
    );
  }
  writeFileSync(STAMP, wanted);
  step.done(`installed, ${step.elapsed()}`);
}

/** The platform belongs to it: a folder copied from another machine holds that machine's binaries. */
function stampOfManifests() {
  const wishes = MANIFESTS.map((file) => {
    const manifest = readJson(inProject(file));
    return WISHES.map((kind) => manifest[kind]);
  });
  const hash = createHash('sha256')
    .update(JSON.stringify(wishes))
    .update(readFileSync(inProject('package-lock.json')));
  return `${process.platform}-${process.arch} ${hash.digest('hex')}\n`;
}

const installedStamp = () => (existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined);

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/**
 * Somebody ran npm themselves: npm's own record of what it installed says whether that is what the lock asks for.
 * Optional packages may be missing, most of them are for other platforms.
 */
function installedByHand() {
  const record = inProject('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const locked = readJson(inProject('package-lock.json')).packages;
  const installed = readJson(record).packages;
  const manifest = readJson(inProject('package.json'));
  const sameWishes = ['dependencies', 'devDependencies', 'optionalDependencies'].every((kind) =>
    isDeepStrictEqual(manifest[kind], locked[''][kind]),
  );
  return (
    sameWishes &&
    Object.entries(locked).every(
      ([at, entry]) => at === '' || installed[at]?.version === entry.version || (entry.optional && !installed[at]),
    )
  );
}

/** npm as the one that runs us, else the one on the path; as arguments for `runTool`. */
export function npm(...args) {
  const running = process.env.npm_execpath;
  return running?.endsWith('npm-cli.js') ? [process.execPath, [running, ...args]] : ['npm', args];
}
