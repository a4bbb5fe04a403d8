import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { runTool } from './children.mjs';
import { contentHash, filesBelow } from './content-hash.mjs';
import { CommandFailure } from './failure.mjs';
import { inProject, projectRoot } from './folders.mjs';

const SERVER_SOURCES = ['apps/broker', 'apps/dingtalk-emulator', 'apps/example-service', 'libs', 'migrations'];
/** What rolldown.config.mjs makes. */
const JOINED = ['broker/main', 'broker/migrate', 'broker/audit-verify', 'broker/seed-large', 'dingtalk-emulator/main'];
const ADMIN_UI = path.join('apps', 'admin-ui');
const IN_CLIENT = path.join('apps', 'in-client');

/** What swc itself leaves out is no source: its output would be missed, and every build stale, for ever. */
const leftOut = JSON.parse(readFileSync(inProject('.swcrc'), 'utf8')).exclude.map((pattern) => new RegExp(pattern));
const isSource = (file) =>
  /(?<!\.d)\.ts$/.test(file) && !leftOut.some((pattern) => pattern.test(file.replaceAll(path.sep, '/')));

/** What is built, from which files, and into what; a part is stale when its files' content changed or an output is gone. */
const parts = [
  {
    name: 'server',
    inputs: () => [
      ...filesBelow(SERVER_SOURCES).filter(isSource),
      '.swcrc',
      'rolldown.config.mjs',
      'package-lock.json',
    ],
    outputs: (inputs) => [
      ...inputs.filter((file) => file.endsWith('.ts')).map((file) => path.join('dist', file.replace(/\.ts$/, '.js'))),
      ...JOINED.map((name) => path.join('dist', 'programs', `${name}.js`)),
    ],
    run: async (signal) => {
      for (const folder of ['apps', 'libs', 'migrations', 'programs'])
        rmSync(inProject('dist', folder), { recursive: true, force: true });
      const swc = inProject('node_modules', '@swc', 'cli', 'bin', 'swc.js');
      const ignored = ['--ignore', '**/test/**'];
      const args = [swc, ...SERVER_SOURCES, '--out-dir', 'dist', '--config-file', '.swcrc', '--quiet', ...ignored];
      const compiled = await runTool(process.execPath, args, { cwd: projectRoot, signal });
      if (compiled.code !== 0) return compiled;
      const rolldown = inProject('node_modules', 'rolldown', 'bin', 'cli.mjs');
      return runTool(process.execPath, [rolldown, '--config', 'rolldown.config.mjs'], { cwd: projectRoot, signal });
    },
  },
  {
    name: 'admin UI',
    inputs: () => [...filesBelow([ADMIN_UI]), 'package-lock.json'],
    outputs: () => [path.join('dist', 'admin-ui', 'index.html')],
    run: async (signal) => bundle(ADMIN_UI, signal),
  },
  {
    name: 'in-client page',
    inputs: () => [...filesBelow([IN_CLIENT]), 'package-lock.json'],
    // Its file is named by its content.
    outputs: () => [path.join('dist', 'in-client')],
    run: async (signal) => bundle(IN_CLIENT, signal),
  },
];

/** Vite is the admin UI's. */
function bundle(folder, signal) {
  const home = path.dirname(createRequire(inProject(ADMIN_UI, 'package.json')).resolve('vite/package.json'));
  return runTool(process.execPath, [path.join(home, 'bin', 'vite.js'), 'build'], {
    cwd: inProject(folder),
    // A NODE_ENV of the developer's shell must not decide which React goes into the bundle.
    env: { ...process.env, NODE_ENV: 'production' },
    signal,
  });
}

/** Builds what is stale. */
export async function ensureBuilt({ progress, signal }) {
  const step = progress.step('build');
  const known = parts.filter(isWritten).map((part) => ({ ...part, ...freshnessOf(part) }));
  const stale = known.filter((part) => part.stale);
  if (stale.length === 0) return step.done('up to date');

  for (const part of stale) {
    step.update(`building ${part.name}`);
    rmSync(stampOf(part), { force: true });
    const { code, tail } = await part.run(signal);
    if (code !== 0) {
      throw new CommandFailure(`The ${part.name} could not be built. Mend what is named below, then: npm run build`, {
        details: tail,
      });
    }
    mkdirSync(path.dirname(stampOf(part)), { recursive: true });
    writeFileSync(stampOf(part), part.hash);
  }
  step.done(`${stale.map((part) => part.name).join(' and ')} built, ${step.elapsed()}`);
}

const stampOf = (part) => inProject('dist', '.stamps', part.name.replaceAll(' ', '-'));

function freshnessOf(part) {
  const inputs = part.inputs();
  const hash = contentHash(inputs);
  const built = existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === hash;
  return { hash, stale: !built || part.outputs(inputs).some((file) => !existsSync(inProject(file))) };
}

/** A clone from before the admin UI was written has nothing to bundle. */
const isWritten = (part) => part.name !== 'admin UI' || existsSync(inProject(ADMIN_UI, 'vite.config.ts'));
