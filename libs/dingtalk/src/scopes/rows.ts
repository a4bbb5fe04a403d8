import type { Scope, ScopeKind, ScopeOperation, ScopeType } from './scope.js';

/** One domain of DingTalk's: its points, and the operations they open. */
export interface ScopeDomain {
  scopes: Scope[];
  operations: ScopeOperation[];
}

type PointRow = [code: string, kind: ScopeKind, type: ScopeType, zh: string, en: string, source: string];

/** Points that are written in an official source; say otherwise by spreading over the result. */
export function points(rows: PointRow[]): Scope[] {
  return rows.map(([code, kind, type, zh, en, source]) => ({
    code,
    kind,
    type,
    name: { zh, en },
    confidence: 'confirmed',
    source,
  }));
}

type OperationRow = [method: ScopeOperation['method'], path: string, scope: string, source: string];

/** Operations that are written in an official page. `below` is put in front of every path. */
export function operations(userToken: ScopeOperation['userToken'], rows: OperationRow[], below = ''): ScopeOperation[] {
  return rows.map(([method, path, scope, source]) => ({
    method,
    path: below + path,
    scope,
    userToken,
    confidence: 'confirmed',
    source,
  }));
}

/** Operations that DingTalk's SDK can call and no page describes: neither their point nor who may call them is known. */
export function undocumented(
  module: string,
  rows: [method: ScopeOperation['method'], path: string][],
): ScopeOperation[] {
  return rows.map(([method, path]) => ({
    method,
    path,
    userToken: 'unknown',
    confidence: 'unknown',
    source: `SDK ${module}`,
  }));
}
