/** A system that can be explored: from each state there are finitely many steps, and keys tell apart what behaves differently. */
export interface System<State, Step extends { readonly next: State }> {
  readonly beginning: State;
  keyOf(state: State): string;
  stepsFrom(state: State): readonly Step[];
  /** What this step, or the state it leads to, breaks. */
  breachOf(step: Step): string | undefined;
}

/** A breach, with one of the shortest ways to it. */
export interface Counterexample<Step> {
  readonly breach: string;
  readonly steps: readonly Step[];
}

/** A system without an end is a mistake in its model; this is several times what the largest walk here needs. */
const STATES_MAX = 1_000_000;

export interface Explored<State, Step> {
  readonly states: readonly State[];
  readonly steps: number;
  readonly counterexample: Counterexample<Step> | undefined;
  /** For each way of going on that was asked about: the states from which it never leads to a good one. */
  stranded(isGood: (state: State) => boolean): State[][];
}

/**
 * Walks every step from every state, breadth first, so that the first breach is one of those with the fewest steps; it ends the walk.
 * A way of going on says which steps may be relied on to happen.
 */
export function explore<State, Step extends { readonly next: State }>(
  system: System<State, Step>,
  waysOn: readonly ((step: Step, from: State) => boolean)[] = [],
): Explored<State, Step> {
  const states = [system.beginning];
  const numbers = new Map([[system.keyOf(system.beginning), 0]]);
  const foundFrom = [-1];
  // For each way on, the states that lead to a state by one step.
  const leadingTo = waysOn.map(() => [[]] as number[][]);
  let steps = 0;
  const stranded = (isGood: (state: State) => boolean) =>
    leadingTo.map((before) => {
      const saved = savedBy(states.map(isGood), before);
      return states.filter((_, number) => !saved[number]);
    });

  for (let from = 0; from < states.length; from += 1) {
    const state = states[from] as State;
    for (const step of system.stepsFrom(state)) {
      steps += 1;
      const key = system.keyOf(step.next);
      const breach = system.breachOf(step);
      if (breach) {
        const keys = [key];
        for (let at = from; at > 0; at = foundFrom[at] as number) keys.unshift(system.keyOf(states[at] as State));
        return { states, steps, stranded, counterexample: { breach, steps: walk(system, keys, breach) } };
      }
      const to = numbers.get(key) ?? states.length;
      if (to === states.length) {
        numbers.set(key, to);
        states.push(step.next);
        if (to === STATES_MAX) throw new Error(`There are more than ${STATES_MAX} states`);
        foundFrom.push(from);
        for (const before of leadingTo) before.push([]);
      }
      waysOn.forEach((allows, way) => {
        if (allows(step, state)) leadingTo[way]?.[to]?.push(from);
      });
    }
  }
  return { states, steps, stranded, counterexample: undefined };
}

/** Walked again from the beginning, because on the way found, states that only behave alike may stand in for one another. */
function walk<State, Step extends { readonly next: State }>(
  system: System<State, Step>,
  keys: readonly string[],
  breach: string,
): Step[] {
  const steps: Step[] = [];
  let state = system.beginning;
  keys.forEach((key, n) => {
    const wanted = n === keys.length - 1 ? breach : undefined;
    const step = system.stepsFrom(state).find((it) => system.keyOf(it.next) === key && system.breachOf(it) === wanted);
    if (!step) throw new Error('States with the same key do not behave alike');
    steps.push(step);
    state = step.next;
  });
  return steps;
}

function savedBy(saved: boolean[], leadingTo: readonly (readonly number[])[]): readonly boolean[] {
  const frontier = [...saved.keys()].filter((number) => saved[number]);
  for (let number = frontier.pop(); number !== undefined; number = frontier.pop()) {
    for (const before of leadingTo[number] ?? []) {
      if (saved[before]) continue;
      saved[before] = true;
      frontier.push(before);
    }
  }
  return saved;
}
