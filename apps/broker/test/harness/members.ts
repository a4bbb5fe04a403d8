import { type Emulator, seeded } from './emulator.js';

/** Hires people into the organisation of the demo application; the key of each is also the userId. */
export async function hire(emulator: Emulator, keys: readonly string[]): Promise<void> {
  await emulator.control('POST', '/people', {
    people: keys.map((key) => ({ key, name: key, memberships: [{ corpId: seeded.corpId, userId: key }] })),
  });
}

interface Counters {
  readonly refreshes: number;
  /** Used refresh tokens that were sent again. */
  readonly replays: number;
}

/** What the emulator has counted since the counters were last set to nought. */
export async function refreshCounters(emulator: Emulator): Promise<Counters> {
  const { refreshes, replays } = await emulator.control<Counters>('GET', '/counters');
  return { refreshes, replays };
}
