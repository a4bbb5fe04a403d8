import type { Store } from '../store/store.js';
import type { Counters } from '../traffic/counters.js';
import type { Applications } from '../world/applications.js';
import type { Directory } from '../world/directory.js';
import { seedApplications, seedOrganisations, seedPeople } from '../world/seed.js';

/** Puts the emulator back to its seeds: no tokens, no consents, no faults, settings at their defaults. */
export class StartOver {
  constructor(
    private readonly store: Store,
    private readonly directory: Directory,
    private readonly applications: Applications,
    private readonly counters: Counters,
  ) {}

  withSeeds(): void {
    this.store.startOver(() => {
      this.directory.startOver(seedOrganisations, seedPeople);
      for (const application of seedApplications) this.applications.save(application);
    });
    this.counters.clear();
  }
}
