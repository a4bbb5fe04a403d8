import type { Store, Table } from '../store/store.js';
import type { Application } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import type { Person } from '../world/directory.js';

/** What a person allowed an application, until withdrawn. */
export interface Consent {
  readonly clientId: string;
  readonly person: string;
  /** Every point the application had applied for at that moment; points applied for later are not in it. */
  readonly points: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

export class Consents {
  private readonly table: Table<Consent>;

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.table = store.table('consents');
  }

  all(): Consent[] {
    return this.table.values();
  }

  find(clientId: string, person: string): Consent | undefined {
    return this.table.get(keyOf(clientId, person));
  }

  give(application: Application, person: Person): void {
    this.table.set(keyOf(application.clientId, person.key), {
      clientId: application.clientId,
      person: person.key,
      points: application.delegatedPoints,
      at: this.clock.now(),
    });
  }

  /** @returns whether there was a consent to withdraw */
  withdraw(clientId: string, person: string): boolean {
    const given = this.find(clientId, person) !== undefined;
    this.table.delete(keyOf(clientId, person));
    return given;
  }

  /** Whether a point is applied for by the application and allowed by the person. Base points need no application. */
  allows(application: Application, person: string, point: string, base = false): boolean {
    const consent = this.find(application.clientId, person);
    if (!consent) return false;
    return base || (application.delegatedPoints.includes(point) && consent.points.includes(point));
  }
}

const keyOf = (clientId: string, person: string): string => `${clientId} ${person}`;
