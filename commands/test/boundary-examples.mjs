/**
 * For each rule of .dependency-cruiser.cjs, an import that breaks it, and beside them imports that are right and must
 * stay silent. Each line is: importing file, imported file. They are written to a folder of their own laid out like
 * the project, so that the rules are judged by the paths they are written for.
 */
export const broken = {
  'foundation-imports-nothing-of-ours': [['libs/errors/src/table.ts', 'libs/contract/src/index.ts']],
  'secret-imports-nothing-of-ours': [['libs/secret/src/secret.ts', 'libs/errors/src/index.ts']],
  'capabilities-never-each-other': [['libs/vault/src/grants.ts', 'libs/audit/src/index.ts']],
  'libs-never-import-what-runs-them': [
    ['libs/callers/src/guard.ts', 'apps/broker/src/config.ts'],
    ['migrations/1-first.ts', 'bench/handout.ts'],
  ],
  'lib-entered-through-its-index': [['apps/broker/src/handout/hand-out.ts', 'libs/vault/src/envelope.ts']],
  'lib-entered-through-its-index-by-libs': [['libs/audit/src/writer.ts', 'libs/database/src/pool.ts']],
  'flows-never-each-other': [['apps/broker/src/consent/start.ts', 'apps/broker/src/admin/page.ts']],
  'procedures-import-only-libs': [['apps/broker/src/procedures/revoke.ts', 'apps/broker/src/http/render.ts']],
  'rooms-import-no-flow': [['apps/broker/src/http/render-all.ts', 'apps/broker/src/me/page.ts']],
  'composition-imported-by-nobody-below': [['apps/broker/src/gateway/forward.ts', 'apps/broker/src/config.ts']],
  'client-knows-the-contract-alone': [['libs/client/src/client.ts', 'libs/secret/src/index.ts']],
  'client-is-for-callers': [['apps/broker/src/upkeep/ask.ts', 'libs/client/src/index.ts']],
  'example-service-imports-only-the-client': [['apps/example-service/src/service.ts', 'libs/contract/src/index.ts']],
  'apps-never-each-other': [['apps/broker/src/consent/login.ts', 'apps/dingtalk-emulator/src/world.ts']],
  'bundles-import-only-themselves': [
    ['apps/admin-ui/src/app.tsx', 'libs/contract/src/index.ts'],
    ['apps/in-client/src/main.ts', 'libs/dingtalk/src/index.ts'],
  ],
  'emulator-imports-nothing-of-ours': [['apps/dingtalk-emulator/src/codes.ts', 'libs/errors/src/index.ts']],
  'commands-imported-by-nobody': [['apps/broker/src/upkeep/once.ts', 'commands/steps/ports.mjs']],
  'proofs-imported-by-nobody': [['apps/broker/test/refresh.e2e.ts', 'prove/tools/proxy.ts']],
  'proofs-stay-outside-the-broker': [['prove/kill.proof.ts', 'apps/broker/src/lease.ts']],
  'no-circular-imports': [
    ['libs/dingtalk/src/client.ts', 'libs/dingtalk/src/errors.ts'],
    ['libs/dingtalk/src/errors.ts', 'libs/dingtalk/src/client.ts'],
  ],
  'everything-resolves': [['libs/vault/src/keyring.ts', 'libs/vault/src/missing.ts']],
  'product-needs-only-its-dependencies': [['libs/dingtalk/src/strategy.ts', 'a-development-tool']],
};

export const right = [
  ['apps/broker/src/main.ts', 'apps/broker/src/consent/page.ts'],
  ['apps/broker/src/main.ts', 'libs/vault/src/index.ts'],
  ['apps/broker/src/consent/complete.ts', 'apps/broker/src/procedures/complete.ts'],
  ['apps/broker/src/consent/answer.ts', 'apps/broker/src/http/render.ts'],
  ['apps/broker/src/procedures/hand-out.ts', 'libs/callers/src/index.ts'],
  ['libs/vault/src/index.ts', 'libs/vault/src/seal.ts'],
  ['libs/vault/src/seal.ts', 'libs/secret/src/index.ts'],
  ['libs/database/src/data-source.ts', 'libs/secret/src/index.ts'],
  ['libs/audit/src/event.entity.ts', 'libs/audit/src/lane.entity.ts'],
  ['libs/audit/src/lane.entity.ts', 'libs/audit/src/event.entity.ts'],
  ['libs/dingtalk/src/strategy.spec.ts', 'a-development-tool'],
  ['prove/storm.proof.ts', 'apps/broker/test/harness/world.ts'],
  ['libs/client/src/transport.ts', 'libs/contract/src/index.ts'],
  ['libs/client/src/refusal.spec.ts', 'libs/dingtalk/src/index.ts'],
  ['apps/example-service/src/main.ts', 'libs/client/src/index.ts'],
  ['apps/broker/test/client.e2e.ts', 'libs/client/src/index.ts'],
  ['apps/admin-ui/src/main.tsx', 'apps/admin-ui/src/theme.ts'],
];

export const missing = 'libs/vault/src/missing.ts';
export const developmentTool = 'a-development-tool';
