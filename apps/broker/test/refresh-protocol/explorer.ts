/** A system that can be explored: from each state there are finitely many steps, and keys tell apart what behaves differently. */
export interface System<State, Step extends { readonly next: State }> {
  readonly beginning: State;
  keyOf(state: State): string;
  stepsFrom(state: State): readonly Step[];
  /** Whether two steps to states with the same key are the same thing happening. */
  isLike(a: Step, b: Step): boolean;
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
  readonly counterexample: Counterexample<Step> | undefined;
  /** For each way of going on that was asked about: the states from which it never leads to a good one. */
  stranded(isGood: (state: State) => boolean): State[][];
}

/**
 * Walks every step from every state, so that the first breach is one of those with the fewest steps; it ends the walk.
 * A way of going on says which steps may be relied on to happen.
 */
export function explore<State, Step extends { readonly next: State }>(
  system: System<State, Step>,
  waysOn: readonly ((step: Step, from: State) => boolean)[] = [],
): Explored<State, Step> {
  const search = new Search(system);
  const { states } = search;
  // For each way on, the states that lead to a state by one step.
  const leadingTo = waysOn.map(() => [] as number[][]);
  const stranded = (isGood: (state: State) => boolean) =>
    leadingTo.map((before) => {
      const saved = savedBy(states.map(isGood), before);
      return states.filter((_, number) => !saved[number]);
    });
  for (const edge of search.edges()) {
    const breach = system.breachOf(edge.step);
    if (breach) return { states, stranded, counterexample: { breach, steps: search.wayThrough(edge) } };
    const from = states[edge.from] as State;
    waysOn.forEach((allows, way) => {
      if (!allows(edge.step, from)) return;
      const before = leadingTo[way]?.[edge.to];
      if (before) before.push(edge.from);
      else if (leadingTo[way]) leadingTo[way][edge.to] = [edge.from];
    });
  }
  return { states, stranded, counterexample: undefined };
}

/** For each class of steps that can happen at all, one of the shortest walks that end with such a step. */
export function shortestWays<State, Step extends { readonly next: State }>(
  system: System<State, Step>,
  classOf: (step: Step, from: State) => string,
): Map<string, readonly Step[]> {
  const search = new Search(system);
  const first = new Map<string, Edge<Step>>();
  for (const edge of search.edges()) {
    const name = classOf(edge.step, search.states[edge.from] as State);
    if (!first.has(name)) first.set(name, edge);
  }
  return new Map([...first].map(([name, edge]) => [name, search.wayThrough(edge)]));
}

interface Edge<Step> {
  /** The numbers of two states. */
  readonly from: number;
  readonly to: number;
  readonly step: Step;
}

/** All states in the order of how many steps it takes to reach them. */
class Search<State, Step extends { readonly next: State }> {
  readonly states: State[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly foundFrom: number[] = [];

  constructor(private readonly system: System<State, Step>) {
    this.numberOf(system.beginning, 0);
  }

  *edges(): Generator<Edge<Step>> {
    for (let from = 0; from < this.states.length; from += 1) {
      for (const step of this.system.stepsFrom(this.states[from] as State)) {
        yield { from, to: this.numberOf(step.next, from), step };
      }
    }
  }

  private numberOf(state: State, foundFrom: number): number {
    const key = this.system.keyOf(state);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const number = this.states.push(state) - 1;
    if (number === STATES_MAX) throw new Error(`There are more than ${STATES_MAX} states`);
    this.numbers.set(key, number);
    this.foundFrom.push(foundFrom);
    return number;
  }

  /** Walked again from the beginning, because on the way found, states that only behave alike stand in for one another. */
  wayThrough({ from, step: last }: Edge<Step>): Step[] {
    const { system, states } = this;
    const numbers: number[] = [];
    for (let at = from; at > 0; at = this.foundFrom[at] as number) numbers.unshift(at);
    const steps: Step[] = [];
    let state = system.beginning;
    const go = (fits: (step: Step) => boolean) => {
      const step = system.stepsFrom(state).find(fits);
      if (!step) throw new Error('States with the same key do not behave alike');
      steps.push(step);
      state = step.next;
    };
    for (const number of numbers) {
      const key = system.keyOf(states[number] as State);
      go((step) => system.keyOf(step.next) === key);
    }
    const key = system.keyOf(last.next);
    go((step) => system.keyOf(step.next) === key && system.isLike(step, last));
    return steps;
  }
}

function savedBy(saved: boolean[], leadingTo: readonly (readonly number[] | undefined)[]): readonly boolean[] {
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
