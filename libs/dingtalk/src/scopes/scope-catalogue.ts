import { assistant } from './assistant.js';
import { business } from './business.js';
import { calendar } from './calendar.js';
import { document } from './document.js';
import { messaging } from './messaging.js';
import { organisation } from './organisation.js';
import { person } from './person.js';
import { rooms } from './rooms.js';
import type { Scope, ScopeOperation } from './scope.js';
import { todo } from './todo.js';

const domains = [person, todo, calendar, document, rooms, messaging, assistant, business, organisation];
const scopes: readonly Scope[] = domains.flatMap((domain) => domain.scopes);
const operations: readonly ScopeOperation[] = domains.flatMap((domain) => domain.operations);
const byCode = new Map(scopes.map((scope) => [scope.code, scope]));

/**
 * What is known about DingTalk's permission points. It is knowledge, not a gate: operators may register points that are not here, so an
 * unknown code is legal everywhere and `find` answers undefined.
 */
export const scopeCatalogue = {
  /** Without it nobody can tell whose token it is, so consent always asks for it too. */
  identityScope: 'Contact.User.Read',
  /** Without it nobody's userId can be looked up, nor whether they are a member. */
  memberLookupScope: 'qyapi_get_member',
  /** Points that every application has by default. */
  baseScopes: ['snsapi_base', 'open_app_api_base', 'qyapi_base'] as readonly string[],

  find(code: string): Scope | undefined {
    return byCode.get(code);
  },
  /** False for points of the organisation and those everybody has: DingTalk does not list them among what a person granted. */
  isGivenByPeople(code: string): boolean {
    return byCode.get(code)?.kind !== 'app' && !scopeCatalogue.baseScopes.includes(code);
  },
  all(): readonly Scope[] {
    return scopes;
  },
  /** The name people are told; the code itself where DingTalk's name is not known. */
  nameOf(code: string, language: 'zh' | 'en'): string {
    return byCode.get(code)?.name[language] ?? code;
  },
  /** Which operation needs which point. */
  operations(): readonly ScopeOperation[] {
    return operations;
  },
  /** The operations one point opens. */
  operationsOf(code: string): readonly ScopeOperation[] {
    return operations.filter((operation) => operation.scope === code);
  },
};
