import type { Setting } from '@app/contract';

/** What the broker runs with, for operators to read. Secrets are in none of its values. */
export class Settings {
  constructor(readonly items: readonly Setting[]) {}
}
