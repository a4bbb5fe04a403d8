import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startWorld, type World } from './harness/world.js';

const command = fileURLToPath(new URL('../../../commands/skill.mjs', import.meta.url));
const skill = `openapi: 3.0.1
info: {title: 待办, version: v1}
paths:
  /todos: # one operation
    post:
      operationId: createTodo
      responses: {'200': {description: ok}}
`;
const scopes = ['Todo.PersonalTodo.Write'];

describe('a skill’s OpenAPI file', () => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    world = await startWorld();
    folder = await mkdtemp(path.join(os.tmpdir(), 'skill-'));
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true });
  });
  /** What the command prints where others can read it, and its exit code. */
  const run = async (...args: string[]) => {
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [command, ...args]);
      return { code: 0, stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, stdout };
    }
  };

  it('is annotated alike by the command and by the operator’s call', async () => {
    const file = path.join(folder, 'skill.yaml');
    await writeFile(file, skill);
    const { stdout } = await run('annotate', file, '--scopes', scopes.join(','));
    const { status, body } = await world.operator('POST', '/skills/annotate', { openapi: skill, scopes });
    expect([status, body]).toEqual([200, { openapi: stdout, findings: [] }]);
    expect(stdout).toContain('# one operation');
    expect(await readFile(file, 'utf8')).toBe(skill);
    expect((await run('annotate', file, '--scopes', scopes.join(','), '--write')).stdout).toBe('');
    expect(await readFile(file, 'utf8')).toBe(stdout);
  });

  it('is checked alike, with an exit code for machines', async () => {
    const file = path.join(folder, 'unfinished.yaml');
    await writeFile(file, skill);
    const { body } = await world.operator('POST', '/skills/check', { openapi: skill });
    const findings = body.findings as { line: number; severity: string; message: string; code: string }[];
    expect(findings.map(({ code }) => code)).toEqual(['scopes_missing', 'code_parameter_missing']);
    const { code, stdout } = await run('check', file);
    const lines = findings.map((one) => `${file}:${one.line}: ${one.severity}: ${one.message} (${one.code})`);
    expect([code, stdout]).toEqual([1, `${[...lines, '2 errors, 0 warnings'].join('\n')}\n`]);
  });

  it('says where it cannot be read', async () => {
    const { status, body } = await world.operator('POST', '/skills/check', { openapi: 'paths: {}\nx: [\n' });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { pointer: '/openapi', reason: expect.stringMatching(/^line \d: is neither YAML nor JSON$/) },
    ]);
  });
});
