import type { Store, Table } from '../store/store.js';
import type { Application } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import type { Person } from '../world/directory.js';
import type { Settings } from '../world/settings.js';
import { opaque } from './opaque.js';

export interface Code {
  readonly code: string;
  readonly clientId: string;
  readonly person: string;
  /** Present when the authorization asked for `corpid`. */
  readonly corpId?: string;
  /** The code of a consent, on the pages or by `openAuth`, buys user tokens (`browser`); one of silent login only tells who the user is. */
  readonly origin: 'browser' | 'in_client';
  readonly expiresAt: number;
  readonly used: boolean;
}

export type Redemption = { ok: true; code: Code } | { ok: false; reason: 'unknown' | 'used' | 'expired' };

/** Authorization codes: bound to the application, usable once, for five minutes. */
export class Codes {
  private readonly table: Table<Code>;

  constructor(
    store: Store,
    private readonly settings: Settings,
    private readonly clock: Clock,
  ) {
    this.table = store.table('codes');
  }

  issue(application: Application, person: Person, corpId?: string, origin: Code['origin'] = 'browser'): string {
    const code = opaque();
    this.table.set(code, {
      code,
      clientId: application.clientId,
      person: person.key,
      corpId,
      origin,
      expiresAt: this.clock.now() + this.settings.values.codeSeconds * 1000,
      used: false,
    });
    return code;
  }

  /** A code of another application or origin is as unknown as one that never existed, and stays usable. */
  redeem(value: string, clientId: string, origin: Code['origin']): Redemption {
    const code = this.table.get(value);
    if (!code || code.clientId !== clientId || code.origin !== origin) return { ok: false, reason: 'unknown' };
    if (code.used) return { ok: false, reason: 'used' };
    if (code.expiresAt <= this.clock.now()) return { ok: false, reason: 'expired' };
    this.table.set(value, { ...code, used: true });
    return { ok: true, code };
  }

  /** Drops codes that ran out before the given moment. */
  forgetBefore(moment: number): void {
    for (const { code, expiresAt } of this.table.values()) if (expiresAt < moment) this.table.delete(code);
  }
}
