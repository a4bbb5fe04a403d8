import { existsSync, readFileSync } from 'node:fs';

/** The version in the nearest package.json above this file, which is the project's wherever it is built to. */
export const VERSION = versionAbove(new URL('./', import.meta.url));

function versionAbove(folder: URL): string {
  const file = new URL('package.json', folder);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')).version;
  const parent = new URL('../', folder);
  if (parent.href === folder.href) throw new Error('There is no package.json above the broker');
  return versionAbove(parent);
}
