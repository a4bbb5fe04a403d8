import type { ScopePeople } from '@app/vault';
import type { Task } from '../jobs/task.js';

/** How many people have granted each scope: often where there are few grants, and rarely where a count is dear. */
export class CountScopePeople implements Task {
  readonly name = 'count_scope_people';
  readonly everySeconds = 5;

  constructor(private readonly people: ScopePeople) {}

  async run(): Promise<void> {
    await this.people.count();
  }
}
