import type { Settings } from './settings.js';

/** The emulator's time: the machine's, moved forward by the setting `clockOffsetSeconds`. Milliseconds since 1970. */
export class Clock {
  constructor(
    private readonly settings: Settings,
    private readonly machine: () => number = Date.now,
  ) {}

  now(): number {
    return this.machine() + this.settings.values.clockOffsetSeconds * 1000;
  }
}
