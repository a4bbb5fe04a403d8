const PAIRS = 60;
const ROUNDS = 5;

/**
 * Measures pairs of durations until their medians are alike; undefined then, else the medians of every round. What differs by itself differs
 * in every round, what a busy machine adds does not.
 */
export async function untilAlike(
  measure: () => Promise<[first: number, second: number]>,
  alike: (first: number, second: number) => boolean,
): Promise<[number, number][] | undefined> {
  const rounds: [number, number][] = [];
  while (rounds.length < ROUNDS) {
    const pairs: [number, number][] = [];
    while (pairs.length < PAIRS) pairs.push(await measure());
    const medians: [number, number] = [
      median(pairs.map(([first]) => first)),
      median(pairs.map(([, second]) => second)),
    ];
    if (alike(...medians)) return undefined;
    rounds.push(medians);
  }
  return rounds;
}

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
