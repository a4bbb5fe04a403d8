import type { System } from './explorer.js';
import { breachIn } from './invariants.js';
import { type Allowance, beginning, keyOf, type Protocol, type World } from './model.js';
import { stepsOutside } from './outside-steps.js';
import { stepsOf } from './replica-steps.js';
import type { Step } from './step.js';

/** Every step that is possible now. */
export function stepsFrom(world: World, protocol: Protocol): Step[] {
  return [...stepsOf(0, world, protocol), ...stepsOf(1, world, protocol), ...stepsOutside(world, protocol)];
}

/** The protocol as something that can be explored. */
export function systemOf(protocol: Protocol, left: Allowance): System<World, Step> {
  return {
    beginning: beginning(left),
    keyOf,
    stepsFrom: (world) => stepsFrom(world, protocol),
    isLike: (a, b) => a.what === b.what,
    breachOf: (step) => step.breach ?? breachIn(step.next, protocol),
  };
}
