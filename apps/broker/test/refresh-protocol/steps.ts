import type { Protocol, World } from './model.js';
import { stepsOutside } from './outside-steps.js';
import { stepsOf } from './replica-steps.js';
import type { Step } from './step.js';

/** Every step that is possible now. */
export function stepsFrom(world: World, protocol: Protocol): Step[] {
  return [...stepsOf(0, world, protocol), ...stepsOf(1, world, protocol), ...stepsOutside(world, protocol)];
}
