import { readFileSync } from 'node:fs';

/** The version in package.json, which is beside `dist/` wherever the broker is installed. */
export const VERSION: string = JSON.parse(
  readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8'),
).version;
