/**
 * `node commands/generate-proto.mjs`: writes libs/contract/src/generated/ from proto/: the types of the messages, and the
 * descriptors by which they are read and written at run time and shown by reflection.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTool } from './steps/children.mjs';
import { runCommand } from './steps/command.mjs';
import { CommandFailure } from './steps/failure.mjs';
import { inProject, projectRoot } from './steps/folders.mjs';

const GENERATED = inProject('libs', 'contract', 'src', 'generated');

await runCommand(async ({ progress, signal }) => {
  const step = progress.step('gRPC contract');
  const buf = async (...args) => {
    const { code, tail } = await runTool(inProject('node_modules', '.bin', 'buf'), args, { cwd: projectRoot, signal });
    if (code !== 0) throw new CommandFailure(`buf ${args[0]} failed.`, { details: tail });
  };
  await buf('generate', 'proto', '--template', 'proto/buf.gen.yaml');

  const folder = mkdtempSync(path.join(tmpdir(), 'proto-'));
  try {
    const file = path.join(folder, 'descriptors.binpb');
    await buf('build', 'proto', '--as-file-descriptor-set', '--exclude-source-info', '--output', file);
    writeFileSync(path.join(GENERATED, 'descriptors.ts'), descriptorsFile(readFileSync(file)));
  } finally {
    rmSync(folder, { recursive: true });
  }
  step.done('written');
});

/** TypeScript, because it is built, bundled and found like all other code. */
function descriptorsFile(descriptors) {
  const lines = descriptors.toString('base64').match(/.{1,110}/g);
  return [
    '/** Written by commands/generate-proto.mjs from proto/: a FileDescriptorSet, in base64. */',
    'export const descriptors =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
