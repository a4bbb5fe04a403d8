import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

export const projectFile = (...parts: string[]) => path.join(root, ...parts);

/** A program of the built broker: the tests run what is shipped. */
export const builtProgram = (name: 'main' | 'migrate' | 'audit-verify' | 'seed-large') =>
  projectFile('dist/programs/broker', `${name}.js`);

export const builtEmulator = projectFile('dist/programs/dingtalk-emulator/main.js');

export const builtExample = projectFile('dist/apps/example-service/src/main.js');
