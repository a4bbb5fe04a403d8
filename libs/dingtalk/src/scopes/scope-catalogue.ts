import type { Scope, ScopeOperation } from './scope.js';

const scopes: Scope[] = [];
const operations: ScopeOperation[] = [];
const byCode = new Map(scopes.map((scope) => [scope.code, scope]));

/**
 * What is known about DingTalk's permission points. It is knowledge, not a gate: operators may register points that are not here, so an
 * unknown code is legal everywhere and `find` answers undefined.
 */
export const scopeCatalogue = {
  /** Without it nobody can tell whose token it is, so consent always asks for it too. */
  identityScope: 'Contact.User.Read',
  /** Points that every application has by default. */
  baseScopes: ['snsapi_base', 'open_app_api_base', 'qyapi_base'] as readonly string[],

  find(code: string): Scope | undefined {
    return byCode.get(code);
  },
  all(): readonly Scope[] {
    return scopes;
  },
  /** The name people are told; the code itself where DingTalk's name is not known. */
  nameOf(code: string, language: 'zh' | 'en'): string {
    return byCode.get(code)?.name[language] ?? code;
  },
  operations(): readonly ScopeOperation[] {
    return operations;
  },
};
