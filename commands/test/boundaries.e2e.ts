import { describe, expect, it } from '@jest/globals';
import { RunningCommand } from './running-command.js';

describe('the one-way rule', () => {
  it('holds in the tree, and every rule of it fires on an import that breaks it', async () => {
    const { code, stdout, stderr } = await new RunningCommand(['commands/verify-boundaries.mjs']).ended;
    expect(stderr).toBe('');
    expect(stdout).toMatch(/\d+ rules fire on code that breaks them, and only there/);
    expect(code).toBe(0);
  });
});
