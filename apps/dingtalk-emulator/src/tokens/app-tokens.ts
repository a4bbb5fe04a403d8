import type { Store, Table } from '../store/store.js';
import type { Application } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import type { Settings } from '../world/settings.js';
import { opaque } from './opaque.js';

/** A token of an application itself. */
export interface AppToken {
  readonly token: string;
  readonly clientId: string;
  /** Organisation it acts in; absent for the token of an ISV suite or a personal application. */
  readonly corpId?: string;
  readonly expiresAt: number;
}

/** Application tokens, and the tickets an ISV proves itself with. */
export class AppTokens {
  private readonly tokens: Table<AppToken>;
  private readonly current: Table<string>;
  private readonly tickets: Table<string>;

  constructor(
    private readonly store: Store,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    this.tokens = store.table('appTokens');
    this.current = store.table('currentAppTokens');
    this.tickets = store.table('suiteTickets');
  }

  find(token: string): AppToken | undefined {
    return this.tokens.get(token);
  }

  /** Asking again while the token lives answers the same token, and starts its life again. */
  currentFor(application: Application, corpId?: string): AppToken {
    const slot = `${application.clientId} ${corpId ?? ''}`;
    const held = this.tokens.get(this.current.get(slot) ?? '');
    const alive = held !== undefined && held.expiresAt > this.clock.now();
    return this.store.together(() => {
      const token = this.put(alive ? held.token : opaque(), application, corpId);
      if (!alive) this.current.set(slot, token.token);
      return token;
    });
  }

  /** Asking again answers another token; earlier ones live on. */
  newFor(application: Application, corpId: string): AppToken {
    return this.put(opaque(), application, corpId);
  }

  /** The ticket DingTalk pushed last, which is the only valid one. */
  suiteTicket(application: Application): string {
    return this.tickets.get(application.clientId) ?? this.pushSuiteTicket(application);
  }

  pushSuiteTicket(application: Application): string {
    const ticket = opaque();
    this.tickets.set(application.clientId, ticket);
    return ticket;
  }

  /** Ends tokens early. @returns how many had been alive */
  expire(clientId?: string): number {
    const now = this.clock.now();
    const alive = this.tokens
      .values()
      .filter((held) => held.expiresAt > now && (clientId ?? held.clientId) === held.clientId);
    this.store.together(() => {
      for (const held of alive) this.tokens.set(held.token, { ...held, expiresAt: now });
    });
    return alive.length;
  }

  /** Drops tokens that ran out before the given moment. */
  forgetBefore(moment: number): void {
    for (const { token, expiresAt } of this.tokens.values()) if (expiresAt < moment) this.tokens.delete(token);
  }

  private put(token: string, { clientId }: Application, corpId?: string): AppToken {
    const expiresAt = this.clock.now() + this.settings.values.accessTokenSeconds * 1000;
    const held = { token, clientId, corpId, expiresAt };
    this.tokens.set(token, held);
    return held;
  }
}
