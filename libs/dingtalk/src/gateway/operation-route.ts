import type { DingTalkApi } from '../call-budget.js';
import type { ScopeOperation } from '../scopes/scope.js';
import { scopeCatalogue } from '../scopes/scope-catalogue.js';

/** One call to DingTalk, recognised. */
export interface OperationRoute {
  readonly operation: ScopeOperation & { readonly scope: string };
  /** Method and path as the catalogue writes them. */
  readonly name: string;
  /** What stands in the places of the path's parameters, decoded, in order. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** The path to send: written anew from the template, so that what was looked at is what DingTalk gets. */
  readonly path: string;
}

type Routed = OperationRoute['operation'];

/** Operations by method and number of segments: nothing longer is compared. */
const byShape = new Map<string, { readonly operation: Routed; readonly segments: readonly string[] }[]>();
for (const operation of scopeCatalogue.operations()) {
  // Where DingTalk does not say which point an operation needs, nobody can say whether a handle carries it.
  if (!isRouted(operation)) continue;
  const segments = segmentsOf(operation.path);
  const shape = shapeOf(operation.method, segments);
  byShape.set(shape, [...(byShape.get(shape) ?? []), { operation, segments }]);
}

/**
 * The operation that a method and a raw path (without query) ask for; undefined if the catalogue has none, or if the path is one that two
 * programs could read differently: dot segments, empty ones, encoded slashes, anything that is still encoded once decoded.
 */
export function routeOf(method: string, rawPath: string): OperationRoute | undefined {
  const segments = readSegments(rawPath);
  if (!segments) return undefined;
  const candidates = byShape.get(shapeOf(method, segments)) ?? [];
  const found = candidates
    .filter((candidate) => candidate.segments.every((part, n) => isParameter(part) || part === segments[n]))
    // `…/users/me/…` before `…/users/{unionId}/…`.
    .sort((a, b) => parametersIn(a.segments) - parametersIn(b.segments))[0];
  if (!found) return undefined;
  const { operation } = found;
  return {
    operation,
    name: `${operation.method} ${operation.path}`,
    parameters: found.segments.flatMap((part, n) =>
      isParameter(part) ? [{ name: part.slice(1, -1), value: segments[n] ?? '' }] : [],
    ),
    path: `/${found.segments.map((part, n) => (isParameter(part) ? encodeURIComponent(segments[n] ?? '') : part)).join('/')}`,
  };
}

/** What DingTalk counts this call by; together with the broker's own calls where those are to the same interface. */
export function apiOf({ operation, name }: OperationRoute): DingTalkApi {
  return OWN_APIS[name] ?? `${operation.method} /${operation.path.slice(1)}`;
}

const OWN_APIS: Readonly<Record<string, DingTalkApi>> = {
  'GET /v1.0/contact/users/{unionId}': 'contact_users',
  'GET /v1.0/oauth2/authRules/user': 'auth_rules',
};

/** Decoded once; undefined for whatever is not one plain path. */
function readSegments(rawPath: string): string[] | undefined {
  if (!rawPath.startsWith('/')) return undefined;
  const segments: string[] = [];
  for (const raw of segmentsOf(rawPath)) {
    const segment = decoded(raw);
    if (segment === undefined || segment === '' || segment === '.' || segment === '..' || UNSAFE.test(segment)) {
      return undefined;
    }
    segments.push(segment);
  }
  return segments;
}

/** Slashes either way, what ends or splits a path, what is still encoded, and what no text has. */
const UNSAFE = /[/\\?#;%\p{Cc}]/u;

function decoded(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

function segmentsOf(path: string): string[] {
  return path.slice(1).split('/');
}

function shapeOf(method: string, segments: readonly string[]): string {
  return `${method} ${segments.length}`;
}

function isParameter(part: string): boolean {
  return part.startsWith('{');
}

function parametersIn(segments: readonly string[]): number {
  return segments.filter(isParameter).length;
}

function isRouted(operation: ScopeOperation): operation is Routed {
  return operation.scope !== undefined && operation.userToken !== 'unknown';
}
