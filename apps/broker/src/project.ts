import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the nearest package.json above this file, which is the project's wherever this is built to. */
const project = folderAbove(new URL('./', import.meta.url));

export const VERSION: string = JSON.parse(readFileSync(new URL('package.json', project), 'utf8')).version;

/** What Vite made for browsers; missing in a build of the server alone. */
export const bundleFolder = (name: 'admin-ui' | 'in-client') => fileURLToPath(new URL(`dist/${name}/`, project));

function folderAbove(folder: URL): URL {
  if (existsSync(new URL('package.json', folder))) return folder;
  const parent = new URL('../', folder);
  if (parent.href === folder.href) throw new Error('There is no package.json above the broker');
  return folderAbove(parent);
}
