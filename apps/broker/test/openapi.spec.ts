import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describeApi } from '../src/openapi.js';

type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
type Named = Operation & { readonly at: string };

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What anybody may ask; everything else names the credentials it needs. */
const open = [
  'get /.well-known/oauth-authorization-server',
  'get /.well-known/jwks.json',
  'get /admin/sign-in/ways',
  'get /admin/session',
];

describe('the OpenAPI document', () => {
  let document: OpenAPIObject;
  let operations: Named[];
  beforeAll(async () => {
    document = await describeApi();
    operations = Object.entries(document.paths).flatMap(([path, item]) =>
      methods.flatMap((method) => {
        const operation = item[method];
        return operation ? [{ ...operation, at: `${method} ${path}` }] : [];
      }),
    );
  });

  const at = (found: readonly Named[]) => found.map((operation) => operation.at);
  /** A schema with its reference followed; only components are referred to. */
  const resolved = (schema: object | undefined): Record<string, unknown> => {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(String((schema as { $ref?: string })?.$ref))?.[1];
    return { ...(name ? document.components?.schemas?.[name] : schema) };
  };
  const bodiesOf = ({ requestBody }: Named) =>
    requestBody && 'content' in requestBody ? Object.values(requestBody.content) : [];

  it('names, files and sums up every operation, so that a link to one stays good', () => {
    expect(operations.length).toBeGreaterThan(15);
    expect(
      at(operations.filter(({ operationId, summary, tags }) => !operationId || !summary || tags?.length !== 1)),
    ).toEqual([]);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids).toEqual([...new Set(ids)]);
    const tags = new Set(document.tags?.map(({ name }) => name));
    expect(at(operations.filter((operation) => !operation.tags?.every((tag) => tags.has(tag))))).toEqual([]);
  });

  it('names its tags in the order of the admin UI’s navigation, and leads from each operation to its page', () => {
    const shell = readFileSync(new URL('../../admin-ui/src/shell/pages.ts', import.meta.url), 'utf8');
    const [, groups = ''] = /navigationGroups[^=]*=([^;]*);/.exec(shell) ?? [];
    const pages = [...groups.matchAll(/'([a-z]+)'/g)].map(([, page]) => page);
    const asTags = document.tags?.map(({ name }) => name.toLowerCase()).filter((name) => pages.includes(name));
    expect(asTags).toEqual(pages);
    const ofOperators = operations.filter(({ security }) => JSON.stringify(security) === '[{"operator":[]}]');
    const alone = ofOperators.filter(({ description }) => !/\]\(\/admin\/[a-z]*\)$/.test(description ?? ''));
    expect(at(alone)).toEqual([]);
  });

  it('says what every operation answers', () => {
    const silent = operations.filter(({ responses }) => {
      const answer = responses[200] ?? responses[201] ?? responses[202];
      const content = answer && 'content' in answer ? answer.content : undefined;
      return (
        Object.keys(resolved((content?.['application/json'] ?? content?.['application/x-ndjson'])?.schema)).length === 0
      );
    });
    expect(at(silent)).toEqual([]);
  });

  it('says of every operation who may call it, and of operators’ that only they may', () => {
    expect(at(operations.filter(({ security }) => !security?.length))).toEqual(open);
    const admin = operations.filter((operation) => operation.at.includes(' /admin/v1/'));
    expect(admin.length).toBeGreaterThan(10);
    expect(at(admin.filter(({ security }) => JSON.stringify(security) !== '[{"operator":[]}]'))).toEqual([]);
  });

  it('describes failures as problem documents, but for clients of OAuth', () => {
    const otherwise = operations.filter(({ responses, at }) => {
      const failures = Object.entries(responses).filter(([status]) => !status.startsWith('2'));
      const type = at.includes('/oauth2/') ? 'application/json' : 'application/problem+json';
      const typed = failures.every(
        ([, answer]) => answer && 'content' in answer && Object.keys(answer.content ?? {}).join() === type,
      );
      return !open.includes(at) && (!responses.default || !typed);
    });
    expect(at(otherwise)).toEqual([]);
  });

  it('gives an example of every body that has to be sent', () => {
    const bare = operations.filter((operation) =>
      bodiesOf(operation).some(({ schema }) => {
        const { example, properties } = resolved(schema);
        return example === undefined && !Object.values(properties ?? {}).some((member) => member.example !== undefined);
      }),
    );
    expect(at(bare)).toEqual([]);
  });
});
