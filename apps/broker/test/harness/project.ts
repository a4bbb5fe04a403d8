import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export const projectFile = (...parts: string[]) => path.join(root, ...parts);

/** A file of the built broker: the tests run what is shipped. */
export const builtFile = (name: string) => projectFile('dist/apps/broker/src', name);

export const builtEmulator = projectFile('dist/apps/dingtalk-emulator/src/main.js');

export const builtExample = projectFile('dist/apps/example-service/src/main.js');
