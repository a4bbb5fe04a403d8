/** `npm run boundaries`: the tree keeps the one-way rule, and every rule of it fires on code that breaks it. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { runTool } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject, projectRoot } from './steps/folders.mjs';
import { broken, developmentTool, missing, right } from './test/boundary-examples.mjs';

const CONFIGURATION = inProject('.dependency-cruiser.cjs');
const FOLDERS = ['apps', 'libs', 'migrations', 'bench', 'prove', 'commands'];

await runCommand(async ({ progress, signal }) => {
  const tree = progress.step('the tree');
  const { violations, modules } = await cruise(projectRoot, signal);
  if (violations.length > 0) {
    throw new CommandFailure('The one-way rule is broken (.dependency-cruiser.cjs says why each rule is there):', {
      details: violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`),
    });
  }
  tree.done(`${modules} files keep the rules`);

  const examples = progress.step('the rules');
  await proveRules(signal);
  examples.done(`${Object.keys(broken).length} rules fire on code that breaks them, and only there`);
});

async function proveRules(signal) {
  const { forbidden } = createRequire(import.meta.url)(CONFIGURATION);
  const unproven = forbidden.map((rule) => rule.name).filter((name) => !broken[name]);
  if (unproven.length > 0) throw new CommandFailure(`No example breaks: ${unproven.join(', ')}`);

  const folder = mkdtempSync(path.join(os.tmpdir(), 'broker-boundaries-'));
  try {
    writeExamples(folder);
    const { violations } = await cruise(folder, signal);
    // A circle is reported from one of its files; it is broken in all of them.
    const found = new Set(
      violations.flatMap(({ rule, from, cycle = [] }) =>
        [from, ...cycle.map((step) => step.name)].map((file) => `${rule.name}: ${file}`),
      ),
    );
    const silent = Object.entries(broken).flatMap(([name, imports]) =>
      imports.map(([from]) => `${name}: ${from}`).filter((line) => !found.has(line)),
    );
    const wrong = [...found].filter((line) => right.some(([from]) => line.endsWith(`: ${from}`)));
    if (silent.length + wrong.length > 0) {
      throw new CommandFailure('The rules do not judge the examples as commands/test/boundary-examples.mjs says:', {
        details: [...silent.map((line) => `silent: ${line}`), ...wrong.map((line) => `fires on right code: ${line}`)],
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeExamples(folder) {
  const write = (file, text) => {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  const imports = new Map();
  for (const [from, to] of [...Object.values(broken).flat(), ...right]) {
    imports.set(from, [...(imports.get(from) ?? []), to]);
    if (to !== missing && to !== developmentTool) imports.set(to, imports.get(to) ?? []);
  }
  for (const [file, targets] of imports) {
    const lines = targets.map((to) => `import '${to === developmentTool ? to : relativeImport(file, to)}';\n`);
    write(file, `${lines.join('')}export {};\n`);
  }
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext', target: 'es2022' } }));
  write('package.json', JSON.stringify({ type: 'module', devDependencies: { [developmentTool]: '1.0.0' } }));
  write(`node_modules/${developmentTool}/package.json`, JSON.stringify({ name: developmentTool, main: 'index.js' }));
  write(`node_modules/${developmentTool}/index.js`, '');
}

function relativeImport(from, to) {
  const between = path.posix.relative(path.posix.dirname(from), to).replace(/\.tsx?$/, '.js');
  return between.startsWith('.') ? between : `./${between}`;
}

async function cruise(cwd, signal) {
  const program = inProject('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const report = path.join(mkdtempSync(path.join(os.tmpdir(), 'broker-cruise-')), 'report.json');
  const folders = FOLDERS.filter((name) => existsSync(path.join(cwd, name)));
  const options = ['--config', CONFIGURATION, '--output-type', 'json', '--output-to', report];
  try {
    const { tail } = await runTool(process.execPath, [program, ...options, ...folders], {
      cwd,
      signal,
    });
    if (!existsSync(report)) throw new CommandFailure('dependency-cruiser did not run.', { details: tail });
    const { summary } = createRequire(import.meta.url)(report);
    return { violations: summary.violations, modules: summary.totalCruised };
  } finally {
    rmSync(path.dirname(report), { recursive: true, force: true });
  }
}
