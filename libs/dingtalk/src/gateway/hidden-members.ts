import type { ScopeOperation } from '../scopes/scope.js';

/** Members of an operation's answer that come with field points which are not among these scopes. */
export function hiddenMembersOf(
  { fields = {} }: Pick<ScopeOperation, 'fields'>,
  scopes: readonly string[],
): ReadonlySet<string> {
  const shown = Object.entries(fields).filter(([scope]) => scopes.includes(scope));
  const showing = new Set(shown.flatMap(([, members]) => members));
  return new Set(Object.values(fields).flatMap((members) => members.filter((member) => !showing.has(member))));
}

/** The same value without those members, at any depth. */
export function withoutMembers(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((element) => withoutMembers(element, hidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      hidden.has(name) ? [] : [[name, withoutMembers(member, hidden)]],
    ),
  );
}
