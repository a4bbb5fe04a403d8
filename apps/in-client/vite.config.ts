/** One classic script for old web views, named by its content. Read by Vite, which belongs to the admin UI. */
export default {
  build: {
    outDir: '../../dist/in-client',
    emptyOutDir: true,
    // Phones keep the engine they were sold with; this is what the oldest ones with openAuth understand.
    target: 'es2018',
    // A library build, which is one file without a page around it.
    lib: { entry: 'src/main.ts', formats: ['iife'], name: 'inClient', fileName: () => 'unnamed.js' },
    rolldownOptions: {
      output: {
        entryFileNames: 'open-auth-[hash].js',
        // DingTalk's library writes the authorisation code to the console.
        minify: { compress: { dropConsole: true }, mangle: true, codegen: true },
      },
    },
  },
};
