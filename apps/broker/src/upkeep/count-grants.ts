import { scopeCatalogue } from '@app/dingtalk';
import type { ApplicationStore, GrantCounts } from '@app/vault';
import type { Task } from '../jobs/task.js';

/** Counts grants by state, and those that carry less than their application declares. */
export class CountGrants implements Task {
  readonly name = 'count_grants';
  readonly everySeconds = 15;

  constructor(
    private readonly applications: ApplicationStore,
    private readonly counts: GrantCounts,
  ) {}

  async run(): Promise<void> {
    const applications = await this.applications.all();
    await this.counts.count(
      applications.map(({ name, scopes }) => ({
        application: name,
        scopes: scopes.filter(scopeCatalogue.isGivenByPeople),
      })),
    );
  }
}
