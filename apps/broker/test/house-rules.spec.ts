import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditEventTypes } from '@app/audit';
import type { AccessTokens } from '@app/callers';
import { type BrokerErrorCode, brokerErrorTable, grpcStatusTable } from '@app/errors';
import type { OperatorTokens } from '@app/operators';
import { FileMasterKey } from '@app/vault';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ExecutionContext, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { Reflector } from '@nestjs/core';
import { pino } from 'pino';
import { AccessGuard } from '../src/access/access.guard.js';
import { ACCESS, type Access } from '../src/access/access.js';
import { FreshSignIn } from '../src/access/fresh-sign-in.js';
import type { OperatorBrowsers } from '../src/access/operator-browsers.js';
import { Operators } from '../src/access/operators.js';
import { signInPageStatuses } from '../src/admin/openid-page.js';
import { readConfig } from '../src/config.js';
import { consentPageCodes, httpStatusOf } from '../src/consent/pages/consent-page.model.js';
import { mePageStatuses } from '../src/me/me-stop.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Files of the tree below `folder`, as paths from the root; nothing that is installed, built or kept between starts. */
function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

const NOT_OURS = new Set(['.git', '.data', 'node_modules', 'dist', 'coverage', 'test-results', 'package-lock.json']);
const isTest = (file: string) => /\.(spec|e2e)\.ts$|\/test\//.test(file);
const sources = ['apps/broker/src', 'apps/dingtalk-emulator/src', 'libs', 'migrations']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.ts') && !isTest(file));
const pages = filesBelow('.').filter((file) => file.endsWith('.md') && !file.startsWith(path.join('bench', 'results')));

describe('documents', () => {
  /** A path, and no address, media type or command: it ends like a file of ours or in a slash. */
  const PATH = /^(?!\/)[\w.@-]+(\/[\w.@-]+)*(\/|\.(md|ts|tsx|mjs|cjs|json|ya?ml|svg|proto))$|^\.ci\/run$/;
  /** Made by a command, so not in a fresh clone. */
  const MADE_LATER = /^(dist|\.data|node_modules)\//;

  it.each(['ARCHITECTURE.md', 'README.md', 'README.zh-CN.md'])('name only paths that exist: %s', (page) => {
    const named = [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text);
    const paths = named.filter((text) => PATH.test(text) && !MADE_LATER.test(text));
    expect(paths.length).toBeGreaterThan(0);
    expect(paths.filter((named) => !existsSync(path.join(root, named)))).toEqual([]);
  });

  it.each(pages)('link only to pages that exist: %s', (page) => {
    const text = read(page);
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
      ([, link, source]) => link ?? source ?? '',
    );
    const files = targets
      .filter((target) => !/^(https?:|mailto:|#)/.test(target))
      .map((target) => target.split('#')[0] ?? '');
    expect(files.filter((file) => !existsSync(path.join(root, path.dirname(page), file)))).toEqual([]);
  });

  it('explain each error code under a heading of its own, and no code that does not exist', () => {
    const headings = [...read('docs/errors.md').matchAll(/^## ([a-z_]+)$/gm)].map(([, code]) => code);
    expect(headings.sort()).toEqual(Object.keys(brokerErrorTable).sort());
  });

  it('say of each error the status it is answered with', () => {
    const sections = read('docs/errors.md').split(/^## /m);
    for (const [code, grpc] of Object.entries(grpcStatusTable) as [BrokerErrorCode, string | null][]) {
      const { status, oauth } = brokerErrorTable[code];
      const overGrpc = { null: 'not over gRPC', OK: 'an outcome in gRPC' }[String(grpc)] ?? `gRPC ${grpc}`;
      const section = sections.find((text) => text.startsWith(`${code}\n`));
      expect({ code, first: section?.split('\n')[2] }).toEqual({
        code,
        first: `HTTP ${status}, ${overGrpc}, at \`/oauth2/*\`: \`${oauth}\`.`,
      });
    }
  });

  it('describe each table of the database, and no table that does not exist', () => {
    const migrations = filesBelow('migrations').map(read).join('\n');
    const tables = [...migrations.matchAll(/create (?:unlogged )?table (\w+) \(/g)].map(([, table]) => table);
    const headings = [...read('docs/data-model.md').matchAll(/^## (\w+)$/gm)].map(([, table]) => table);
    expect(headings.sort()).toEqual([...new Set(tables)].sort());
  });

  it('list each code of the consent pages with its status', () => {
    const [, section = ''] = read('docs/errors.md').split(/^# (?:Consent pages|My authorisations)$/m);
    expect(codesIn(section)).toEqual(consentPageCodes.map((code) => [code, httpStatusOf(code)]));
  });

  it('list each code of the pages of operators who sign in with its status', () => {
    const [, section = ''] = read('docs/errors.md').split(/^# (?:Operators signing in|Consent pages)$/m);
    expect(codesIn(section)).toEqual(Object.entries(signInPageStatuses));
  });

  it('list each code of the pages of people with its status', () => {
    const [, section = ''] = read('docs/errors.md').split(/^# My authorisations$/m);
    expect(codesIn(section)).toEqual(Object.entries(mePageStatuses));
  });
});

/** The first two columns of a table of codes. */
const codesIn = (section: string) =>
  [...section.matchAll(/^\| `([a-z_]+)` \| (\d+) \|/gm)].map(([, code, status]) => [code, Number(status)]);

describe('routes', () => {
  let routes: { route: string; access: Access | undefined }[];
  beforeAll(async () => {
    routes = (await controllersOfTheBroker()).flatMap(routesOf);
  });

  it('each declare who may call them', () => {
    expect(routes.filter(({ access }) => access === undefined)).toEqual([]);
    expect(routes.length).toBeGreaterThan(10);
  });

  it('are public only where this list says so', () => {
    const open = routes.filter(({ access }) => access?.to === 'public').map(({ route }) => route);
    expect(open.sort()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /.well-known/oauth-authorization-server',
      'GET /admin/session',
      'GET /admin/sign-in',
      'GET /admin/sign-in/oidc',
      'GET /admin/sign-in/ways',
      'GET /consent/:application',
      'GET /consent/:application/in-client',
      'GET /consent/callback',
      'GET /docs/dingtalk-errors',
      'GET /healthz',
      'GET /me',
      'GET /me/grants/:id/usage',
      'GET /me/grants/:id/withdraw',
      'GET /me/grants/:id/withdrawn',
      'GET /me/sign-in',
      'GET /metrics',
      'GET /readyz',
      'GET /sign-in/oidc/callback',
      'POST /consent/:application/in-client',
      'POST /events/dingtalk/:application',
      'POST /me/grants/:id/withdraw',
      'POST /me/sign-out',
    ]);
  });

  it('leave it to a client to prove which caller it is only where this list says so', () => {
    const proving = routes.filter(({ access }) => access?.to === 'clients').map(({ route }) => route);
    expect(proving.sort()).toEqual(['POST /oauth2/introspect', 'POST /oauth2/revoke', 'POST /oauth2/token']);
  });

  it('below /admin are for operators, and no other is', () => {
    const ofOperators = (route: string) => / \/admin\/(?!(?:sign-in(?:\/(?:oidc|ways))?|session)$)/.test(route);
    const mixedUp = routes.filter(({ route, access }) => ofOperators(route) !== (access?.to === 'operators'));
    expect(mixedUp).toEqual([]);
  });

  it('that declare nothing are refused, whoever calls', () => {
    class Forgetful {
      route(): void {}
    }
    const operators = new Operators(undefined, {} as OperatorTokens, {} as OperatorBrowsers);
    const guard = new AccessGuard(new Reflector(), {} as AccessTokens, operators, new FreshSignIn(10), false);
    const context = {
      getClass: () => Forgetful,
      getHandler: () => Forgetful.prototype.route,
      switchToHttp: () => ({ getRequest: () => ({ headers: {} }) }),
    };
    expect(() => guard.canActivate(context as unknown as ExecutionContext)).toThrow(
      'Forgetful.route does not declare who may call it',
    );
  });
});

describe('code', () => {
  it('writes every kind of audit record that the vocabulary names', () => {
    const vocabulary = path.join('libs', 'audit', 'src', 'audit-event.ts');
    const writers = sources.filter((file) => file !== vocabulary && !file.startsWith('apps/dingtalk-emulator'));
    const text = writers.map(read).join('\n');
    // The hand-out statement puts the delivery in front.
    const isWritten = (type: string) =>
      text.includes(`'${type}'`) || (/^(token|handle)\.handed_out$/.test(type) && text.includes("'.handed_out'"));
    expect(auditEventTypes.filter((type) => !isWritten(type))).toEqual([]);
  });

  it('changes an audit record to erase its person and for nothing else, and deletes none', () => {
    const destructive = /(update|delete\s+from|truncate)\s+audit_events/i;
    expect(sources.filter((file) => destructive.test(read(file)))).toEqual(['libs/audit/src/change/erase.sql.ts']);
  });

  it('never writes to the console', () => {
    expect(sources.filter((file) => /\bconsole\./.test(read(file)))).toEqual([]);
  });

  it('reads the environment in one file of each app', () => {
    const readers = sources.filter(
      (file) => /\bprocess\.env\b/.test(read(file)) && !/\/(main|migrate|audit-verify|seed-large)\.ts$/.test(file),
    );
    expect(readers).toEqual([]);
  });

  it('knows DingTalk’s paths, fields and error codes in libs/dingtalk alone', () => {
    const dingtalk =
      /\/v[12]\.0\/|\/topapi\/|userAccessToken|invalidParameter|\bsub_code\b|\berrcode\b|\bexpireIn\b|accessdenieddetail/i;
    const others = sources.filter((file) => !/^(libs\/dingtalk|apps\/dingtalk-emulator)\//.test(file));
    expect(others.filter((file) => dingtalk.test(read(file)))).toEqual([]);
  });

  it('says in the first line of each lib what it owns', () => {
    const libs = readdirSync(path.join(root, 'libs'));
    const silent = libs.filter((lib) => !/^\/\*\*\n \* Owns /.test(read(path.join('libs', lib, 'src', 'index.ts'))));
    expect(silent).toEqual([]);
  });

  it('needs nothing newer than PostgreSQL 15 in migrations', () => {
    const newer =
      /\b(uuidv[47]\s*\(|any_value\s*\(|json_table\s*\(|json_scalar\s*\(|without overlaps|\bvirtual\b|merge\b[^;]*\breturning\b)/i;
    expect(filesBelow('migrations').filter((file) => newer.test(read(file)))).toEqual([]);
  });

  it('names no folder of anybody’s machine', () => {
    const text = /\.(ts|tsx|mjs|cjs|js|json|md|ya?ml|svg|css|html|proto)$|Dockerfile$|\.ci\/run$/;
    const machine = /(^|[^\w.:-])\/(work|root|home|Users)\/\w/m;
    expect(filesBelow('.').filter((file) => text.test(file) && machine.test(read(file)))).toEqual([]);
  });
});

async function controllersOfTheBroker(): Promise<Type[]> {
  const { brokerModule } = await import('../src/broker.module.js');
  const parts = {
    config: readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', MASTER_KEY_FILE: 'none' }),
    masterKey: FileMasterKey.parse(`test:${randomBytes(32).toString('base64')}`, 'none'),
    log: pino({ level: 'silent' }),
  };
  return brokerModule(parts).controllers ?? [];
}

function routesOf(controller: Type): { route: string; access: Access | undefined }[] {
  const prefix: string = Reflect.getMetadata(PATH_METADATA, controller);
  return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
    const handler: object = controller.prototype[name];
    const method: RequestMethod | undefined = Reflect.getMetadata(METHOD_METADATA, handler);
    if (method === undefined) return [];
    const below: string = Reflect.getMetadata(PATH_METADATA, handler);
    const address = `/${prefix}/${below}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
    const access: Access | undefined = Reflect.getMetadata(ACCESS, handler);
    return [{ route: `${RequestMethod[method]} ${address}`, access }];
  });
}
