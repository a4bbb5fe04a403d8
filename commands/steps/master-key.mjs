import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { CommandFailure } from './failure.mjs';

/**
 * The key under which all tokens are sealed, made on the first start. Data without its key cannot be opened by
 * anybody, so a lost key is never quietly replaced.
 */
export function ensureMasterKey(file, { dataIsKept }) {
  if (existsSync(file)) return;
  if (dataIsKept) {
    throw new CommandFailure(
      `${file} is missing, and the data beside it was sealed with it. Put it back, or start afresh by removing the folder.`,
    );
  }
  writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
}
