import type { Store, Table } from '../store/store.js';
import type { Application } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import type { Person } from '../world/directory.js';

/** What a person allowed an application, until withdrawn. */
export interface Consent {
  readonly clientId: string;
  readonly person: string;
  /** On the pages every point the application had applied for at that moment, in the client those it asked for; never ones applied for later. */
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
    this.set(application, person, application.delegatedPoints);
  }

  /** Adds to what was given before: DingTalk does not say, and a smaller consent would take from a larger one without a word. */
  giveSome(application: Application, person: Person, points: readonly string[]): void {
    const given = this.find(application.clientId, person.key)?.points ?? [];
    this.set(application, person, [...new Set([...given, ...points])]);
  }

  /** @returns whether there was a consent to withdraw */
  withdraw(clientId: string, person: string): boolean {
    const given = this.find(clientId, person) !== undefined;
    this.table.delete(keyOf(clientId, person));
    return given;
  }

  private set({ clientId }: Application, person: Person, points: readonly string[]): void {
    this.table.set(keyOf(clientId, person.key), { clientId, person: person.key, points, at: this.clock.now() });
  }

  /** Whether a point is applied for by the application and allowed by the person. Base points need no application. */
  allows(application: Application, person: string, point: string, base = false): boolean {
    const consent = this.find(application.clientId, person);
    if (!consent) return false;
    return base || (application.delegatedPoints.includes(point) && consent.points.includes(point));
  }
}

const keyOf = (clientId: string, person: string): string => `${clientId} ${person}`;
