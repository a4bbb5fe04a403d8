import { accessSync, constants, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandFailure } from './failure.mjs';

/** The project's root: every command works from here, wherever it was started. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export const inProject = (...parts) => path.join(projectRoot, ...parts);

/**
 * What a developer's machine keeps between two starts. `DATA_DIR` moves it, for tests and for a second copy side by side.
 */
export function openDataFolder(env = process.env) {
  const folder = path.resolve(projectRoot, env.DATA_DIR || '.data');
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw new CommandFailure(
      `${folder} cannot be written (${error.code}); an earlier start was perhaps another account's. ` +
        'Run as that account, or elsewhere: DATA_DIR=../broker-data npm start',
    );
  }
  return folder;
}

export const projectVersion = () => JSON.parse(readFileSync(inProject('package.json'), 'utf8')).version;
