import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from './caller.js';
import type { CallerStore } from './caller-store.js';
import type { PolicyApplication } from './judge.js';
import { PolicyBook } from './policy-book.js';
import type { SuspensionSubject } from './suspension.js';

const callerOf = (policyVersion: number): Caller => ({
  id: 'c1',
  name: 'todo-sync',
  clientId: 'todo-sync-1',
  authMethod: 'client_secret',
  policyVersion,
  disabledAt: null,
  entitlements: [],
  createdAt: new Date(0),
  updatedAt: new Date(0),
});
const demo: PolicyApplication = {
  name: 'demo',
  clientId: 'dingdemo',
  kind: 'internal',
  corpId: 'dinghangzhou',
  scopes: [],
  incidentalScopes: [],
  suspendedAt: null,
};

describe(PolicyBook.name, () => {
  let database: {
    caller: Caller | undefined;
    policyStateVersion: number;
    now: Date;
    applications: PolicyApplication[];
    suspensions: SuspensionSubject[];
  };
  let reads: string[];
  let book: PolicyBook;
  beforeEach(() => {
    database = { caller: callerOf(1), policyStateVersion: 1, now: new Date(), applications: [demo], suspensions: [] };
    reads = [];
    const callers = {
      findForJudging: async (id: string) => {
        reads.push(`caller ${id}`);
        const { caller, policyStateVersion, now } = database;
        return caller && { caller, policyStateVersion, now };
      },
    } as CallerStore;
    book = new PolicyBook(
      callers,
      async () => {
        reads.push('applications');
        return database.applications;
      },
      async () => {
        reads.push('suspensions');
        return database.suspensions;
      },
    );
  });

  it('reads a caller once and says under which versions it remembers it', async () => {
    await book.open('c1');
    const page = await book.open('c1');
    expect(reads).toEqual(['caller c1', 'applications', 'suspensions']);
    expect(page).toMatchObject({ caller: { policyVersion: 1 }, policyStateVersion: 1 });
  });

  it('goes on saying the old version while the database has moved, so that the statement can tell', async () => {
    await book.open('c1');
    database = { ...database, caller: callerOf(2), policyStateVersion: 2 };
    expect(await book.open('c1')).toMatchObject({ caller: { policyVersion: 1 }, policyStateVersion: 1 });
    expect(await book.reload('c1')).toMatchObject({ caller: { policyVersion: 2 }, policyStateVersion: 2 });
    expect(await book.open('c1')).toMatchObject({ caller: { policyVersion: 2 }, policyStateVersion: 2 });
  });

  it('reads applications and suspensions again exactly when the common policy has moved', async () => {
    await book.open('c1');
    database = { ...database, caller: callerOf(2) };
    await book.reload('c1');
    expect(reads.filter((read) => read === 'applications')).toHaveLength(1);

    const organisation = { kind: 'organisation', corpId: 'dinghangzhou' } as const;
    const suspended = { applications: [{ ...demo, suspendedAt: new Date() }], suspensions: [organisation] };
    database = { ...database, ...suspended, policyStateVersion: 2 };
    const page = await book.reload('c1');
    expect(page?.applications.get('demo')?.suspendedAt).not.toBeNull();
    expect(page?.suspensions).toEqual([organisation]);
    expect(reads.filter((read) => read === 'applications')).toHaveLength(2);
    expect(reads.filter((read) => read === 'suspensions')).toHaveLength(2);
  });

  it('remembers nothing of a caller that is not there', async () => {
    database = { ...database, caller: undefined };
    expect(await book.open('c1')).toBeUndefined();
    database = { ...database, caller: callerOf(1) };
    expect(await book.open('c1')).toBeDefined();
  });

  it('judges time by the database clock', async () => {
    database = { ...database, now: new Date(Date.now() + 3_600_000) };
    const page = await book.open('c1');
    expect(page?.clockBehindMs).toBeGreaterThan(3_590_000);
  });
});
