import type { Faults } from '../faults/faults.js';
import type { Store } from '../store/store.js';
import type { AppTokens } from '../tokens/app-tokens.js';
import type { Codes } from '../tokens/codes.js';
import type { UserTokens } from '../tokens/user-tokens.js';
import type { Applications } from '../world/applications.js';
import type { Clock } from '../world/clock.js';
import type { Directory } from '../world/directory.js';
import { seedApplications, seedOrganisations, seedPeople } from '../world/seed.js';

/** An expired token is answered differently from an unknown one, so it is remembered for a while. */
const REMEMBER_EXPIRED_MS = 24 * 3_600_000;

/** Where the emulator begins: at its seeds, or where it stopped. */
export class Start {
  constructor(
    private readonly store: Store,
    private readonly directory: Directory,
    private readonly applications: Applications,
    private readonly expiring: readonly (Codes | UserTokens | AppTokens)[],
    private readonly clock: Clock,
    private readonly faults: Faults,
    /** What is kept for as long as the process lives. */
    private readonly forgotten: readonly { clear(): void }[],
  ) {}

  /** Changes nothing on disk: that waits until the port is ours. */
  resume(): void {
    if (this.store.isEmpty) {
      this.afresh();
      return;
    }
    for (const table of this.expiring) table.forgetBefore(this.clock.now() - REMEMBER_EXPIRED_MS);
  }

  /** No tokens, no consents, no faults, settings at their defaults. */
  afresh(): void {
    this.faults.clearAll();
    this.store.startOver(() => {
      this.directory.startOver(seedOrganisations, seedPeople);
      for (const application of seedApplications) this.applications.save(application);
    });
    for (const each of this.forgotten) each.clear();
  }
}
