import { z } from 'zod';
import type { Store, Table } from '../store/store.js';

export interface Organisation {
  readonly corpId: string;
  readonly name: string;
}

export const membershipSchema = z.strictObject({
  corpId: z.string().min(1).max(64),
  userId: z.string().min(1).max(64),
  /** 0 = employee, 1 = external contact. */
  contactType: z.union([z.literal(0), z.literal(1)]).default(0),
  admin: z.boolean().default(false),
  /** Ids of the departments within the organisation; 1 is the organisation itself. */
  departments: z.array(z.int().min(1)).min(1).max(100).default([1]),
  title: z.string().max(64).optional(),
});

export const personSchema = z.strictObject({
  /** Names the person in the emulator only; DingTalk has no such id. */
  key: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  name: z.string().min(1).max(64),
  memberships: z.array(membershipSchema).max(50).default([]),
  avatar: z.boolean().default(true),
  mobile: z
    .string()
    .regex(/^\d{5,15}$/)
    .optional(),
  stateCode: z
    .string()
    .regex(/^\d{1,4}$/)
    .default('86'),
  email: z.email().optional(),
});

export type Membership = z.output<typeof membershipSchema>;
export type Person = z.output<typeof personSchema>;

/** Organisations, people, and who belongs where under which `userId`. */
export class Directory {
  private readonly organisationTable: Table<Organisation>;
  private readonly personTable: Table<Person>;
  private changes = 0;

  constructor(private readonly store: Store) {
    this.organisationTable = store.table('organisations');
    this.personTable = store.table('people');
  }

  /** Grows with every change, so that what is derived from the people can tell whether it is stale. */
  get version(): number {
    return this.changes;
  }

  organisations(): Organisation[] {
    return this.organisationTable.values();
  }

  organisation(corpId: string): Organisation | undefined {
    return this.organisationTable.get(corpId);
  }

  saveOrganisation(organisation: Organisation): void {
    this.organisationTable.set(organisation.corpId, organisation);
  }

  people(): Person[] {
    return this.personTable.values();
  }

  person(key: string): Person | undefined {
    return this.personTable.get(key);
  }

  savePeople(people: readonly Person[]): void {
    this.store.together(() => {
      for (const person of people) this.personTable.set(person.key, person);
    });
    this.changes += 1;
  }

  memberByUserId(corpId: string, userId: string): Person | undefined {
    return this.people().find((person) =>
      person.memberships.some((membership) => membership.corpId === corpId && membership.userId === userId),
    );
  }

  members(corpId: string): Person[] {
    return this.people().filter((person) => membershipIn(person, corpId));
  }

  /** Puts a membership in the place of the person's former one in that organisation. */
  join(person: Person, membership: Membership): void {
    this.savePeople([{ ...person, memberships: [...elsewhere(person, membership.corpId), membership] }]);
  }

  leave(corpId: string, people: readonly Person[]): void {
    this.savePeople(people.map((person) => ({ ...person, memberships: elsewhere(person, corpId) })));
  }

  /** Ends an organisation and every membership in it. */
  dissolve(corpId: string): void {
    this.store.together(() => {
      this.leave(corpId, this.members(corpId));
      this.organisationTable.delete(corpId);
    });
  }

  /** For a start from nothing, where tables were emptied behind our back. */
  startOver(organisations: readonly Organisation[], people: readonly Person[]): void {
    for (const organisation of organisations) this.saveOrganisation(organisation);
    this.savePeople(people);
  }
}

const elsewhere = (person: Person, corpId: string): Membership[] =>
  person.memberships.filter((membership) => membership.corpId !== corpId);

export function membershipIn(person: Person, corpId: string | undefined): Membership | undefined {
  return person.memberships.find((membership) => membership.corpId === corpId);
}
