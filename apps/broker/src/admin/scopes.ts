import type { ScopeUse, ScopeUses } from '@app/audit';
import type { CallerStore, GivenScopes, Suspensions } from '@app/callers';
import type { ListScopesQuery, Page, ScopeDetail, ScopeResponse } from '@app/contract';
import { scopeCatalogue } from '@app/dingtalk';
import { BrokerError } from '@app/errors';
import type { Application, ApplicationStore, PeopleByScope, ScopePeople } from '@app/vault';
import { decodeCursor, encodeCursor } from '../http/cursor.js';

interface ScopesOptions {
  readonly applications: ApplicationStore;
  readonly people: ScopePeople;
  readonly callers: CallerStore;
  readonly given: GivenScopes;
  readonly uses: ScopeUses;
  readonly suspensions: Suspensions;
}

/** All that is known of scopes at one moment; a few hundred of them, so they are looked through here. */
interface Known {
  readonly applications: readonly Application[];
  readonly people: PeopleByScope | undefined;
  readonly callersOf: ReadonlyMap<string, number>;
  readonly lastUses: ReadonlyMap<string, ScopeUse>;
  readonly callerNames: ReadonlyMap<string, string>;
  readonly suspended: ReadonlySet<string>;
  readonly trackedSince: Date | undefined;
  readonly now: Date;
}

const DAY_MS = 86_400_000;

/** Permission points: the catalogue, with what applications declare, people granted, callers may ask and have used. */
export class Scopes {
  constructor(private readonly options: ScopesOptions) {}

  /** By code. */
  async list({ limit, cursor, ...filter }: ListScopesQuery): Promise<Page<ScopeResponse>> {
    const [after = ''] = cursor === undefined ? [] : decodeCursor(cursor, ['scope']);
    const known = await this.known();
    const matching = codesOf(known)
      .filter((code) => code > after)
      .map((code) => describe(code, known))
      .filter((scope) => fits(scope, filter, known.now));
    const items = matching.slice(0, limit);
    const last = matching.length > limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor([last.code]) : null };
  }

  async get(code: string): Promise<ScopeDetail> {
    const { given, uses, callers } = this.options;
    const [known, standing, used] = await Promise.all([this.known(), given.ofScope(code), uses.ofScope(code)]);
    if (!codesOf(known).includes(code) && used.length === 0) {
      throw new BrokerError('not_found', { detail: 'No application, caller or grant knows this permission point.' });
    }
    const found = await callers.findAll([...new Set([...standing, ...used].map(({ callerId }) => callerId))]);
    const nameOf = (id: string) => ({ id, name: found.get(id)?.name ?? id });
    const keyOf = (each: { callerId: string; application: string }) => `${each.callerId} ${each.application}`;
    const useAt = new Map(used.map((use) => [keyOf(use), use]));
    const mayAsk = new Set(standing.map(keyOf));
    return {
      ...describe(code, known),
      operations: scopeCatalogue.operationsOf(code).map(({ method, path }) => ({ method, path })),
      mayAsk: standing.map((each) => ({
        caller: { ...nameOf(each.callerId), disabled: Boolean(found.get(each.callerId)?.disabledAt) },
        application: each.application,
        givenAt: each.givenAt.toISOString(),
        givenBy: each.givenBy,
        lastUsedAt: useAt.get(keyOf(each))?.lastUsedAt.toISOString() ?? null,
        handouts: useAt.get(keyOf(each))?.handouts ?? 0,
      })),
      usedBefore: used
        .filter((use) => !mayAsk.has(keyOf(use)))
        .map(({ callerId, application, lastUsedAt, handouts }) => ({
          caller: nameOf(callerId),
          application,
          lastUsedAt: lastUsedAt.toISOString(),
          handouts,
        })),
    };
  }

  private async known(): Promise<Known> {
    const { applications, people, callers, given, uses, suspensions } = this.options;
    const [all, counted, callersOf, lastUses, state, inForce] = await Promise.all([
      applications.all(),
      people.read(),
      given.callersByScope(),
      uses.lastOfEachScope(),
      uses.state(),
      suspensions.all(),
    ]);
    return {
      applications: all,
      people: counted,
      callersOf,
      lastUses,
      callerNames: await callers.names([...new Set([...lastUses.values()].map(({ callerId }) => callerId))]),
      suspended: new Set(inForce.flatMap((subject) => (subject.kind === 'scope' ? [subject.scope] : []))),
      trackedSince: state?.trackedSince,
      now: state?.caughtUpAt ?? new Date(),
    };
  }
}

/** The catalogue's, and whatever else is declared, granted or may be asked for. */
function codesOf({ applications, people, callersOf }: Known): string[] {
  return [
    ...new Set([
      ...scopeCatalogue.all().map(({ code }) => code),
      ...applications.flatMap(({ scopes }) => scopes),
      ...Object.keys(people?.people ?? {}),
      ...callersOf.keys(),
    ]),
  ].sort((a, b) => (a < b ? -1 : 1));
}

function describe(code: string, known: Known): ScopeResponse {
  const entry = scopeCatalogue.find(code);
  const last = known.lastUses.get(code);
  return {
    code,
    name: entry ? { ...entry.name } : null,
    type: entry?.type ?? null,
    kind: entry?.kind ?? null,
    documented: entry?.confidence ?? null,
    sensitive: entry?.sensitive ?? false,
    declaredBy: known.applications.filter(({ scopes }) => scopes.includes(code)).map(({ name }) => name),
    grantedBy: known.people ? (known.people.people[code] ?? 0) : null,
    countedAt: known.people?.countedAt.toISOString() ?? null,
    callers: known.callersOf.get(code) ?? 0,
    lastUsed: last
      ? {
          at: last.lastUsedAt.toISOString(),
          caller: { id: last.callerId, name: known.callerNames.get(last.callerId) ?? last.callerId },
          application: last.application,
        }
      : null,
    trackedSince: known.trackedSince?.toISOString() ?? null,
    suspended: known.suspended.has(code),
  };
}

function fits(
  scope: ScopeResponse,
  { q, type, kind, application, unused }: Omit<ListScopesQuery, 'limit' | 'cursor'>,
  now: Date,
): boolean {
  const text = `${scope.code} ${scope.name?.zh ?? ''} ${scope.name?.en ?? ''}`.toLowerCase();
  const usedAt = scope.lastUsed ? Date.parse(scope.lastUsed.at) : Number.NEGATIVE_INFINITY;
  return (
    (q === undefined || text.includes(q.toLowerCase())) &&
    (type === undefined || scope.type === type) &&
    (kind === undefined || scope.kind === kind || scope.kind === 'both') &&
    (application === undefined || scope.declaredBy.includes(application)) &&
    (unused === undefined || (scope.callers > 0 && usedAt < now.getTime() - unused * DAY_MS))
  );
}
