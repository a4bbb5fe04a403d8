import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from './folders.mjs';

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', '.git']);

/** Every file below the given files and folders, relative to the project's root, sorted; what is missing is left out. */
export function filesBelow(entries, root = projectRoot) {
  const found = [];
  const visit = (relative) => {
    const stat = statSync(path.join(root, relative), { throwIfNoEntry: false });
    if (stat?.isFile()) found.push(relative);
    if (!stat?.isDirectory()) return;
    for (const name of readdirSync(path.join(root, relative))) {
      if (!SKIPPED_FOLDERS.has(name)) visit(path.join(relative, name));
    }
  };
  for (const entry of entries) visit(entry);
  return found.sort();
}

/** Names and contents, not times: a checkout or a copy touches every file and changes none. */
export function contentHash(files, root = projectRoot) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
