import { defineConfig } from 'rolldown';

/**
 * Joins what swc compiled of the broker and of the emulator into few files: a process that has to find 3 000 of them takes half as long again until it is ready.
 * Of the packages only those are joined that come as hundreds of ES modules. The others stay in node_modules: some look for files beside
 * their own, and what two of them share must be there once.
 */
const JOINED = ['@nestjs/', 'es-toolkit', 'jose', 'uuid', 'zod', '@oxc-project/runtime'];
/** Parts of Nest that it asks for and that are not installed. */
const ABSENT = ['@nestjs/microservices', '@nestjs/platform-express', '@nestjs/websockets'];

const isOf = (id, names) => names.some((name) => id === name || id.startsWith(name.endsWith('/') ? name : `${name}/`));
const isPackage = (id) => /^[a-z@]/.test(id);
const external = (id) => isPackage(id) && (isOf(id, ABSENT) || !isOf(id, JOINED));

const program = (folder, input) =>
  defineConfig({
    input,
    external,
    platform: 'node',
    tsconfig: false,
    logLevel: 'warn',
    output: { dir: `dist/programs/${folder}`, chunkFileNames: 'parts/[name].js', keepNames: true },
  });

const broker = (name) => `dist/apps/broker/src/${name}.js`;

/** The emulator shares no code with the broker, not even joined. */
export default [
  program('broker', {
    main: broker('main'),
    migrate: broker('migrate'),
    'audit-verify': broker('audit-verify'),
    'seed-large': broker('seed-large'),
  }),
  program('dingtalk-emulator', { main: 'dist/apps/dingtalk-emulator/src/main.js' }),
];
