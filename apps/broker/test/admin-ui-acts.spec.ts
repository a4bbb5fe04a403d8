import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditEventTypes } from '@app/audit';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const ui = path.join(root, 'apps', 'admin-ui', 'src');

const sources = new Map(
  readdirSync(ui, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('schema.d.ts'))
    .map((file) => [file, readFileSync(path.join(ui, file), 'utf8')]),
);

const { paths } = JSON.parse(readFileSync(path.join(root, 'docs', 'openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { 'x-permission'?: string }>>;
};

/** Files that import this one, by whatever way round. */
function reaching(file: string, known: Set<string> = new Set([file])): Set<string> {
  const name = path.basename(file).replace(/\.tsx?$/, '.js');
  for (const [other, text] of sources) {
    const imports = [...text.matchAll(/from '(\.[^']+)'|import\('(\.[^']+)'\)/g)].map(
      ([, one, two]) => one ?? two ?? '',
    );
    const leadsHere = imports.some(
      (target) =>
        path.basename(target) === name &&
        path.join(path.dirname(other), target).replace(/\.js$/, '') === file.replace(/\.tsx?$/, ''),
    );
    if (!leadsHere || known.has(other)) continue;
    known.add(other);
    reaching(other, known);
  }
  return known;
}

/** As a button or a hook of the page says it. */
const declares = (file: string, permission: string) =>
  new RegExp(`(permission[=:]\\s*\\{?\\s*|useWhyNot\\()['"]${permission}['"]`).test(sources.get(file) ?? '');

describe('what the admin UI can set in motion', () => {
  const calls = [...sources].flatMap(([file, text]) =>
    [...text.matchAll(/api\.(POST|PUT|PATCH|DELETE)\(\s*'([^']+)'/g)].map(([, method = '', address = '']) => ({
      file,
      address,
      permission: paths[address]?.[method.toLowerCase()]?.['x-permission'],
    })),
  );

  it('is found by this test, all of it', () => {
    const written = [...sources.values()].join('\n').match(/\bapi\.(POST|PUT|PATCH|DELETE)\b/g) ?? [];
    expect(calls.length).toBe(written.length);
    expect(calls.length).toBeGreaterThan(15);
    const byHand = [...sources].filter(
      ([file, text]) => file !== path.join('api', 'client.ts') && /\bfetch\(/.test(text),
    );
    expect(byHand.map(([file]) => file)).toEqual([]);
  });

  it('stands behind a button that says which permission it needs, and is barred without it', () => {
    const undeclared = calls.filter(({ file, permission }) => {
      // Asking something by a request with a body changes nothing, and who may not ask does not see the page.
      if (permission?.endsWith(':read')) return false;
      return permission === undefined || ![...reaching(file)].some((page) => declares(page, permission));
    });
    expect(undeclared).toEqual([]);
  });
});

describe('the words of the audit trail', () => {
  it.each(['en', 'zh'])('name every type of record there is, and no other: %s', (language) => {
    const words = sources.get(path.join('i18n', 'words', `acts.${language}.ts`)) ?? '';
    const acts = words.slice(words.indexOf('acts: {'), words.indexOf('outcomes: {'));
    const named = [...acts.matchAll(/^ {4}(\w+): \{([^}]+)\}/gm)].flatMap(([, noun, verbs = '']) =>
      [...verbs.matchAll(/(\w+): '/g)].map(([, verb]) => `${noun}.${verb}`),
    );
    expect(named.sort()).toEqual([...auditEventTypes].sort());
  });
});
