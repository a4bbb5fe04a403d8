/** `node commands/generate-operations.mjs`: writes docs/gateway-operations.md, what the gateway forwards and which scope each of it needs. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { ensureBuilt } from './steps/build.mjs';
import { runCommand } from './steps/command.mjs';
import { inProject } from './steps/folders.mjs';

const PAGE = inProject('docs', 'gateway-operations.md');
const HEAD = `# What the gateway forwards

Written by \`commands/generate-operations.mjs\` from the scope catalogue in \`libs/dingtalk/src/scopes/\`. What is not here is \`unknown_operation\`.
A handle has to carry the scope. Fields come with scopes of their own: without them the answer is served and those members are missing.
*Token*: whether DingTalk takes a person's token alone, or an application's as well.
`;
const TOKENS = { only: "a person's only", accepted: 'either' };

await runCommand(async ({ progress, signal }) => {
  await ensureBuilt({ progress, signal });
  const step = progress.step('operations');
  const { routeOf, scopeCatalogue } = await import(
    pathToFileURL(inProject('dist', 'libs', 'dingtalk', 'src', 'index.js')).href
  );
  const forwarded = scopeCatalogue
    .operations()
    .filter(({ method, path }) => routeOf(method, path.replaceAll(/\{\w+\}/g, 'x')) !== undefined);
  const scopes = [...new Set(forwarded.map(({ scope }) => scope))].sort();
  const sections = scopes.map((scope) => {
    const { name } = scopeCatalogue.find(scope) ?? {};
    const rows = forwarded.filter((operation) => operation.scope === scope).map(rowOf);
    const title = name ? `${name.en} · ${name.zh}\n\n` : '';
    return `\n## ${scope}\n\n${title}| operation | token | fields with a scope of their own |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  writeFileSync(PAGE, HEAD + sections.join(''));
  step.done(`${forwarded.length} operations of ${scopes.length} scopes`);
});

function rowOf({ method, path, userToken, fields = {} }) {
  const own = Object.entries(fields).map(([scope, members]) => `\`${members.join('`, `')}\`: ${scope}`);
  return `| \`${method} ${path}\` | ${TOKENS[userToken]} | ${own.join('; ')} |`;
}
