import { type AuditLog, goodHandles, heldTokens, lastHandouts, usesByPurpose } from '@app/audit';
import type { CallerStore, Handles } from '@app/callers';
import type { ListPeopleQuery, ListQuery, Page, PersonDetail, PersonResponse, PersonUseBody } from '@app/contract';
import type { Database } from '@app/database';
import { BrokerError } from '@app/errors';
import type { GrantState } from '@app/vault';
import { decodeCursor, encodeCursor, timedCursor, timedPosition } from '../http/cursor.js';
import { type Act, actorOf } from './act.js';
import { beginningOf } from './name-beginning.js';
import { grantsOfPeopleSql, openConsentsOfPersonSql, peoplePageSql } from './people.sql.js';
import { isPseudonym } from './pseudonym.js';

interface PersonsGrant {
  readonly unionId: string;
  readonly grantId: string;
  readonly corpId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly state: GrantState;
  readonly consentedAt: Date;
  readonly [column: string]: unknown;
}

/** People as operators find them: whoever has ever granted something. */
export class People {
  constructor(
    private readonly database: Database,
    private readonly callers: CallerStore,
    private readonly handles: Handles,
    private readonly audit: AuditLog,
  ) {}

  /** By name; a person who goes by two names in two organisations is under both. */
  async list({ limit, cursor, q }: ListPeopleQuery): Promise<Page<PersonResponse>> {
    const beginning = q === undefined ? null : beginningOf(q);
    const after = cursor === undefined ? ['', ''] : decodeCursor(cursor, ['text', 'text']);
    const rows = await this.database.query<{ name: string; unionId: string }>(peoplePageSql, [
      beginning,
      q ?? null,
      ...after,
      limit + 1,
    ]);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const people = await this.described(page.map(({ unionId }) => unionId));
    return {
      items: page.flatMap(({ unionId }) => people.get(unionId) ?? []),
      nextCursor: last ? encodeCursor([last.name, last.unionId]) : null,
    };
  }

  async get(unionId: string): Promise<PersonDetail> {
    const grants = await this.grantsOf([unionId]);
    const person = (await this.described([unionId], grants)).get(unionId);
    if (!person) throw notFound();
    const [live, openConsents] = await Promise.all([
      this.liveOf(grants),
      this.openConsentsOf(unionId, person.organisations),
    ]);
    const otherNames = [...new Set(grants.map(({ name }) => name))].filter((name) => name !== person.name);
    return { ...person, otherNames, live, openConsents };
  }

  /** Which services used the person's grants and what for. It is the trail that is read, so that is recorded. */
  async uses(unionId: string, { limit, cursor }: ListQuery, act: Act): Promise<Page<PersonUseBody>> {
    const after = timedPosition(cursor);
    const grants = await this.grantsOf([unionId]);
    if (grants.length === 0) throw notFound();
    await this.database.transaction((tx) =>
      this.audit.append(tx, {
        type: 'audit.read',
        outcome: 'ok',
        actor: actorOf(act),
        requestId: act.requestId,
        unionId,
        details: { view: 'uses' },
      }),
    );
    const { items: uses, next } = await usesByPurpose(
      this.database,
      grants.map(({ grantId }) => grantId),
      limit,
      after,
    );
    const nameOf = await this.namesOf(uses);
    return {
      items: uses.map(({ callerId, lastHandoutAt, ...use }) => ({
        ...use,
        caller: nameOf(callerId),
        lastHandoutAt: lastHandoutAt.toISOString(),
      })),
      nextCursor: next ? timedCursor(next) : null,
    };
  }

  private async grantsOf(unionIds: readonly string[]): Promise<PersonsGrant[]> {
    return this.database.query<PersonsGrant>(grantsOfPeopleSql, [unionIds]);
  }

  private async described(
    unionIds: readonly string[],
    grants?: readonly PersonsGrant[],
  ): Promise<ReadonlyMap<string, PersonResponse>> {
    const byPerson = new Map<string, PersonsGrant[]>();
    for (const grant of grants ?? (await this.grantsOf(unionIds))) {
      byPerson.set(grant.unionId, [...(byPerson.get(grant.unionId) ?? []), grant]);
    }
    const standing = [...byPerson.values()].flat().filter(({ state }) => isLive(state));
    const usedAt = await lastHandouts(
      this.database,
      standing.map(({ grantId }) => grantId),
    );
    return new Map([...byPerson].map(([unionId, theirs]) => [unionId, personOf(unionId, theirs, usedAt)]));
  }

  private async liveOf(grants: readonly PersonsGrant[]): Promise<PersonDetail['live']> {
    const ids = grants.map(({ grantId }) => grantId);
    const [tokens, good] = await Promise.all([heldTokens(this.database, ids), goodHandles(this.database, ids)]);
    const ended = await this.handles.ended(good);
    const over = new Set(grants.filter(({ state }) => !isLive(state)).map(({ grantId }) => grantId));
    const handles = good.filter(({ handoutId, grantId }) => !ended.has(handoutId) && !over.has(grantId));
    const nameOf = await this.namesOf([...handles, ...tokens]);
    const live = new Map<string, PersonDetail['live'][number]>();
    for (const { callerId, grantId, application, corpId, until } of handles) {
      const key = `${callerId} ${grantId}`;
      const known = live.get(key);
      const lasts = until.toISOString();
      live.set(key, {
        caller: nameOf(callerId),
        application,
        corpId,
        grantId,
        delivery: 'handle',
        handouts: (known?.handouts ?? 0) + 1,
        until: known && known.until > lasts ? known.until : lasts,
      });
    }
    const held = tokens.map(({ callerId, until, ...rest }) => ({
      ...rest,
      caller: nameOf(callerId),
      delivery: 'token' as const,
      until: until.toISOString(),
    }));
    return [...live.values(), ...held];
  }

  private async openConsentsOf(
    unionId: string,
    organisations: PersonResponse['organisations'],
  ): Promise<PersonDetail['openConsents']> {
    const known = organisations.filter(({ userId }) => userId !== null);
    const rows = await this.database.query<{
      id: string;
      callerId: string | null;
      application: string;
      scopes: string[];
      createdAt: Date;
      expiresAt: Date;
    }>(openConsentsOfPersonSql, [unionId, known.map(({ corpId }) => corpId), known.map(({ userId }) => userId)]);
    const nameOf = await this.namesOf(rows.flatMap(({ callerId }) => (callerId === null ? [] : [{ callerId }])));
    return rows.map(({ callerId, createdAt, expiresAt, ...consent }) => ({
      ...consent,
      caller: callerId === null ? null : nameOf(callerId),
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
    }));
  }

  private async namesOf(of: readonly { readonly callerId: string }[]) {
    const names = await this.callers.names([...new Set(of.map(({ callerId }) => callerId))]);
    return (id: string) => ({ id, name: names.get(id) ?? id });
  }
}

/** Newest grant first. */
function personOf(unionId: string, grants: readonly PersonsGrant[], usedAt: ReadonlyMap<string, Date>): PersonResponse {
  const organisations = new Map<string, PersonResponse['organisations'][number]>();
  for (const { corpId, userId, consentedAt } of grants) {
    if (!organisations.has(corpId))
      organisations.set(corpId, { corpId, userId, confirmedAt: consentedAt.toISOString() });
  }
  const inState = (...states: GrantState[]) => grants.filter(({ state }) => states.includes(state)).length;
  const used = grants.flatMap(({ grantId }) => usedAt.get(grantId)?.getTime() ?? []);
  return {
    unionId,
    name: grants[0]?.name ?? '',
    erased: isPseudonym(unionId),
    organisations: [...organisations.values()],
    grants: {
      active: inState('active'),
      suspended: inState('suspended'),
      needsConsent: inState('needs_consent'),
      ended: inState('revoked', 'expired'),
    },
    lastHandoutAt: used.length > 0 ? new Date(Math.max(...used)).toISOString() : null,
  };
}

function isLive(state: GrantState): boolean {
  return state !== 'revoked' && state !== 'expired';
}

function notFound(): BrokerError {
  return new BrokerError('not_found', { detail: 'Nobody with this unionId has ever granted anything here.' });
}
