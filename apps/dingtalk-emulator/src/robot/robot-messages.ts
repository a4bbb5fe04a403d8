import { randomUUID } from 'node:crypto';
import type { Store, Table } from '../store/store.js';
import type { Clock } from '../world/clock.js';

/** One message of a robot to one `userId`, which may be nobody's. */
export interface RobotMessage {
  readonly id: string;
  /** Messages sent together share it. */
  readonly processQueryKey: string;
  readonly clientId: string;
  readonly corpId: string | undefined;
  readonly userId: string;
  /** Key of the person; absent where the `userId` is nobody's. */
  readonly person?: string;
  readonly state: 'delivered' | 'unknown_person' | 'flow_controlled';
  readonly msgKey: string;
  readonly msgParam: Readonly<Record<string, unknown>>;
  /** Milliseconds since 1970. */
  readonly sentAt: number;
  /** When the person first saw it. */
  readonly readAt?: number;
}

/** What robots said to people one to one, and what never reached anybody. */
export class RobotMessages {
  private readonly table: Table<RobotMessage>;

  constructor(
    store: Store,
    private readonly clock: Clock,
  ) {
    this.table = store.table('robotMessages');
  }

  /** Oldest first. */
  all(): RobotMessage[] {
    return this.table.values();
  }

  of(person: string): RobotMessage[] {
    return this.all().filter((message) => message.person === person && message.state === 'delivered');
  }

  add(message: Omit<RobotMessage, 'id' | 'sentAt'>): void {
    const id = randomUUID();
    this.table.set(id, { ...message, id, sentAt: this.clock.now() });
  }

  /** How many reached that person from that application within the time. */
  recent(clientId: string, person: string, withinMs: number): number {
    const since = this.clock.now() - withinMs;
    return this.of(person).filter((message) => message.clientId === clientId && message.sentAt > since).length;
  }

  /** The person opens the chat. */
  read(person: string): void {
    for (const message of this.of(person)) {
      if (message.readAt === undefined) this.table.set(message.id, { ...message, readAt: this.clock.now() });
    }
  }

  clear(): void {
    for (const { id } of this.all()) this.table.delete(id);
  }
}
