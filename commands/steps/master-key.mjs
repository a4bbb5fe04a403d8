import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CommandFailure } from './failure.mjs';

/**
 * The file with the key under which all tokens are sealed, made on the first start. Data without its key cannot be
 * opened by anybody, so a lost key is never quietly replaced.
 */
export function ensureMasterKey(data) {
  const file = path.join(data, 'master.key');
  if (existsSync(file)) return file;
  if (existsSync(path.join(data, 'postgres', 'cluster'))) {
    throw new CommandFailure(
      `${file} is missing, and the data beside it was sealed with it. Put it back, or start afresh: rm -r '${data}'`,
    );
  }
  writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return file;
}
