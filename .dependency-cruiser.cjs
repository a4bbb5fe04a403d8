/**
 * The one-way rule: who may import whom. `npm run boundaries` holds the tree to it, and proves each rule on code that
 * breaks it (commands/test/boundary-examples.mjs): a new rule needs an example there.
 *
 *   level 3   apps/broker/src/*.ts                     composition: may import everything below
 *   level 2   the flows in apps/broker/src/            never each other
 *   level 1½  procedures and other rooms of the broker what several flows use
 *   level 1   libs/dingtalk, vault, budget, callers, operators, audit, webhooks   capabilities: never each other
 *   level 0   libs/secret, errors, contract, database, outbound   foundation
 *   beside    libs/client, apps/example-service        what services run: knows the contract alone
 */
const FOUNDATION = 'secret|errors|contract|database|outbound';
const CAPABILITIES = 'dingtalk|vault|budget|callers|operators|audit|webhooks';
const FLOWS = 'consent|exchange|handout|gateway|oauth|admin|me|events|plugins|upkeep|watch|webhooks';
const OURS = '^(apps|libs|migrations|bench|prove|commands)/';
const TESTS = '\\.(spec|e2e|fixture)\\.ts$|/test/|/conformance\\.ts$';

module.exports = {
  forbidden: [
    {
      name: 'foundation-imports-nothing-of-ours',
      comment:
        'Everything stands on level 0; what it imports, everybody imports. `secret` alone is allowed to the others.',
      severity: 'error',
      from: { path: `^libs/(${FOUNDATION})/` },
      to: { path: OURS, pathNot: ['^libs/$1/', '^libs/secret/'] },
    },
    {
      name: 'secret-imports-nothing-of-ours',
      comment: 'The type every secret travels in has to be readable in one sitting.',
      severity: 'error',
      from: { path: '^libs/secret/' },
      to: { path: OURS, pathNot: '^libs/secret/' },
    },
    {
      name: 'capabilities-never-each-other',
      comment: 'Flows own the transactions that span two capabilities; a sideways import would hide one in a lib.',
      severity: 'error',
      from: { path: `^libs/(${CAPABILITIES})/` },
      to: { path: `^libs/(${CAPABILITIES})/`, pathNot: '^libs/$1/' },
    },
    {
      name: 'libs-never-import-what-runs-them',
      comment: 'A lib is built by the broker, the tests and the bench alike, so it knows none of them.',
      severity: 'error',
      from: { path: '^(libs|migrations)/' },
      to: { path: '^(apps|bench|prove)/' },
    },
    {
      name: 'lib-entered-through-its-index',
      comment: 'What index.ts does not export is free to change.',
      severity: 'error',
      from: { pathNot: '^libs/' },
      to: { path: '^libs/[^/]+/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
    },
    {
      name: 'lib-entered-through-its-index-by-libs',
      comment: 'What index.ts does not export is free to change, for other libs too.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'flows-never-each-other',
      comment: 'What two flows need is a procedure. A flow that calls another makes two stories one.',
      severity: 'error',
      from: { path: `^apps/broker/src/(${FLOWS})/` },
      to: { path: `^apps/broker/src/(${FLOWS})/`, pathNot: '^apps/broker/src/$1/' },
    },
    {
      name: 'procedures-import-only-libs',
      comment: 'Level 1½ is used by flows and by composition, so it may know neither.',
      severity: 'error',
      from: { path: '^apps/broker/src/procedures/' },
      to: { path: '^(apps|bench|prove)/', pathNot: '^apps/broker/src/procedures/' },
    },
    {
      name: 'rooms-import-no-flow',
      comment:
        'Any other folder of the broker serves the flows (rendering, sessions, wire formats): it stands below them.',
      severity: 'error',
      from: { path: '^apps/broker/src/[^/]+/', pathNot: `^apps/broker/src/(${FLOWS})/` },
      to: { path: `^apps/broker/src/(${FLOWS})/` },
    },
    {
      name: 'composition-imported-by-nobody-below',
      comment: 'Wiring hands things down; a folder that reaches up for it cannot be read, or built, alone.',
      severity: 'error',
      from: { path: '^apps/broker/src/[^/]+/', pathNot: TESTS },
      to: { path: '^apps/broker/src/[^/]+\\.ts$' },
    },
    {
      name: 'client-knows-the-contract-alone',
      comment: 'It runs in other services: whatever it imported of the broker, they would run, too.',
      severity: 'error',
      from: { path: '^libs/client/', pathNot: TESTS },
      to: { path: OURS, pathNot: '^libs/(client|contract)/' },
    },
    {
      name: 'client-is-for-callers',
      comment: 'The broker does not call itself.',
      severity: 'error',
      from: { path: '^(apps|libs|migrations)/', pathNot: ['^libs/client/', '^apps/example-service/', TESTS] },
      to: { path: '^libs/client/' },
    },
    {
      name: 'example-service-imports-only-the-client',
      comment: 'It shows what a service of somebody else needs, and that is the client.',
      severity: 'error',
      from: { path: '^apps/example-service/' },
      to: { path: OURS, pathNot: ['^apps/', '^libs/client/src/index\\.ts$'] },
    },
    {
      name: 'apps-never-each-other',
      comment: 'The apps meet over HTTP and gRPC only.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/[^/]+/', pathNot: '^apps/$1/' },
    },
    {
      name: 'bundles-import-only-themselves',
      comment:
        'They run in browsers: what they know of the broker is its OpenAPI document, or stands in the page that loads them.',
      severity: 'error',
      from: { path: '^apps/(admin-ui|in-client)/' },
      to: { path: OURS, pathNot: '^apps/' },
    },
    {
      name: 'emulator-imports-nothing-of-ours',
      comment: 'An emulator that shares code with the broker shares its mistakes about DingTalk, and finds none.',
      severity: 'error',
      from: { path: '^apps/dingtalk-emulator/' },
      to: { path: OURS, pathNot: '^apps/' },
    },
    {
      name: 'commands-imported-by-nobody',
      comment: "commands/ owns a developer's machine; the product runs without it.",
      severity: 'error',
      from: { path: '^(apps|libs|migrations|bench|prove)/' },
      to: { path: '^commands/' },
    },
    {
      name: 'proofs-imported-by-nobody',
      comment: 'A proof looks at the product from outside, with the tools to break what is around it; both end there.',
      severity: 'error',
      from: { pathNot: '^prove/' },
      to: { path: '^prove/' },
    },
    {
      name: 'proofs-stay-outside-the-broker',
      comment: 'Real processes, a real database and the network between them: a proof that reaches inside proves less.',
      severity: 'error',
      from: { path: '^prove/' },
      to: { path: '^(apps|bench)/', pathNot: '^apps/broker/test/harness/' },
    },
    {
      name: 'no-circular-imports',
      comment: 'Two files that need each other are one. TypeORM entities name each other in both directions by design.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { pathNot: '\\.entity\\.ts$' } },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere is one no other rule can judge.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'product-needs-only-its-dependencies',
      comment: 'The container image holds no devDependencies and nothing that package.json does not name.',
      severity: 'error',
      from: { path: '^(apps/(broker|dingtalk-emulator|example-service)|libs|migrations)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
