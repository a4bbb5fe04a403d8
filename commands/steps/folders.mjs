import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root: every command works from here, wherever it was started. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

export const inProject = (...parts) => path.join(projectRoot, ...parts);

/** What a developer's machine keeps between two starts. `DATA_DIR` moves it, for tests and for a second copy side by side. */
export const dataFolder = (env = process.env) => path.resolve(projectRoot, env.DATA_DIR || '.data');

export const projectVersion = () => JSON.parse(readFileSync(inProject('package.json'), 'utf8')).version;
